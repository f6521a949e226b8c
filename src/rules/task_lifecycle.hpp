#pragma once
// What becomes of a task when somebody wants it stopped, its agent reports, or its targets have
// drained. Each function answers the task's next row; state/ checks that it is a step forward.

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/task.hpp"

namespace berth::rules {

/// What an agent says of one container (SubmitTaskStateChange: containers[]).
struct ContainerReport {
  std::string name;
  std::optional<model::ContainerStatus> status;
  std::optional<std::string> runtime_id, image_digest, reason;
  std::optional<std::int32_t> exit_code;
  std::optional<std::vector<gen::ecs::NetworkBinding>> network_bindings;
};

/// What an agent says of a task. `status` is one of pending, running, stopped.
struct TaskReport {
  model::TaskStatus status = model::TaskStatus::pending;
  std::string reason;
  std::vector<ContainerReport> containers;
  std::optional<Instant> pull_started_at, pull_stopped_at, execution_stopped_at;
};

/// Whether the task waits for its load balancer before its containers are told to stop.
enum class Draining : std::uint8_t { none, targets };

/// desiredStatus becomes STOPPED. A task already asked to stop keeps its first reason.
model::Task stop_requested(model::Task task, gen::ecs::TaskStopCode code, std::string reason,
                           Draining draining, Instant now);

/// The targets are gone: the agent may stop the containers (DEACTIVATING to STOPPING).
model::Task targets_drained(model::Task task, Instant now);

/// Nothing when the report tells nothing new: repeated, late, or about an ended task.
std::optional<model::Task> reported(const model::Task& task, const TaskReport& report, Instant now);

/// Container health as TCS tells it; nothing when unchanged.
struct ContainerHealth {
  std::string name;
  model::HealthStatus status{};
};
std::optional<model::Task> health_reported(const model::Task& task,
                                           const std::vector<ContainerHealth>& containers);

/// The task will never be heard of again: its instance is gone.
model::Task lost(model::Task task, gen::ecs::TaskStopCode code, std::string reason, Instant now);

/// Its service has taken notice of its end.
model::Task accounted(model::Task task);

/// Its service has seen it healthy for the first time.
model::Task became_healthy(model::Task task, Instant now);

}  // namespace berth::rules
