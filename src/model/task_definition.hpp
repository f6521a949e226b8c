#pragma once
// A registered task definition: what ECS answers for it, with every default filled in. Immutable
// but for its status. Revisions of a family only ever grow.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "gen/ecs/types.hpp"
#include "model/ids.hpp"
#include "model/realm.hpp"
#include "model/tags.hpp"

namespace berth::model {

enum class TaskDefinitionStatus : std::uint8_t { active, inactive, delete_in_progress };
BOOST_DESCRIBE_ENUM(TaskDefinitionStatus, active, inactive, delete_in_progress)

struct TaskDefinition {
  TaskDefinitionArn arn;
  std::string family;
  std::int32_t revision = 0;
  TaskDefinitionStatus status = TaskDefinitionStatus::active;
  /// Normalised as RegisterTaskDefinition answers it (behaviour §1.3.1).
  gen::ecs::TaskDefinition body;
  Instant registered_at{};
  std::string registered_by;
  std::optional<Instant> deregistered_at, delete_requested_at;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(TaskDefinition, (),
                      (arn, family, revision, status, body, registered_at, registered_by,
                       deregistered_at, delete_requested_at, tags))

/// Families sort by name and revisions by number within an account and region, which is the
/// order of ListTaskDefinitions.
struct TaskDefinitionKey {
  Realm realm;
  std::string family;
  std::int32_t revision = 0;

  auto operator<=>(const TaskDefinitionKey&) const = default;
};

TaskDefinitionKey key_of(const TaskDefinition& task_definition);

}  // namespace berth::model
