#pragma once
// What is asked of Docker for one container of a task (agent-protocol §3.7 and §8): the agent's own
// part first, the task definition's dockerConfig on top, then what must not be overruled.

#include "agent/options.hpp"
#include "agent/steps/step_error.hpp"
#include "agent/task_record.hpp"
#include "gen/agent_protocol/types.hpp"
#include "gen/docker/types.hpp"

namespace berth::agent::steps {

struct TaskView {
  const TaskRecord& record;
  const gen::agent_protocol::Task& payload;
  const AgentOptions& options;
  /// The URL at which tasks reach their agent; empty where this host has none.
  std::string_view endpoint{};
  /// Of the agent, so that it finds its containers again.
  std::string_view instance_id{};
};

/// Environment variables by name.
using Variables = std::map<std::string, std::string>;

/// What the payload says of the container; null for the pause container.
const gen::agent_protocol::Container* payload_of(const TaskView& task, const std::string& name);

/// The body of the normal container at `index` of the record. Variables of its environment files
/// give way to those of its definition.
StepResult<gen::docker::ContainerCreateBody> container_body(const TaskView& task, std::size_t index,
                                                            Variables of_files = {});

/// The body of the pause container: it alone has the address, name and resolver of the task.
gen::docker::ContainerCreateBody pause_body(const TaskView& task);

/// Whichever of the two the container at `index` is.
StepResult<gen::docker::ContainerCreateBody> body_of(const TaskView& task, std::size_t index,
                                                     Variables of_files);

/// "com.amazonaws.ecs.task-arn" and its siblings, and our own mark of whose container it is.
std::map<std::string, std::string> ecs_labels(const TaskView& task, const std::string& container);

inline constexpr const char* task_arn_label = "com.amazonaws.ecs.task-arn";
/// Several agents may share one engine.
inline constexpr const char* instance_id_label = "berth.instance-id";

}  // namespace berth::agent::steps
