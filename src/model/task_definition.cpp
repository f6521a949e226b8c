#include "model/task_definition.hpp"

namespace berth::model {

TaskDefinitionKey key_of(const TaskDefinition& task_definition) {
  return {realm_of(task_definition.arn.text()), task_definition.family, task_definition.revision};
}

}  // namespace berth::model
