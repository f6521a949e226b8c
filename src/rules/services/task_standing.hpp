#pragma once
// How a task of a service stands: whether it serves, must be replaced or may be stopped. This is
// ECS's definition of healthy (behaviour §1.9.2), and nothing else in the scheduler asks a task's
// status for it.

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "model/container_instance.hpp"
#include "model/service.hpp"
#include "model/task.hpp"

namespace berth::rules {

/// How a task stands with the target groups of its service.
enum class TargetStanding : std::uint8_t {
  not_needed,    // The service has no load balancer.
  unregistered,  // Not in every one of them yet.
  initial,
  healthy,  // In all of them.
  unhealthy,
  draining,
  group_missing,  // A target group was deleted under the service.
};

struct TaskFacts {
  const model::Task* task = nullptr;
  TargetStanding targets = TargetStanding::not_needed;
  /// Which group says unhealthy, or is missing.
  std::string target_group;
  /// Of its deployment, where that is PRIMARY or a task set: older ones learn nothing more.
  const model::ServiceRevision* revision = nullptr;
  /// Where it runs; null when nothing is known of the instance.
  const model::ContainerInstance* instance = nullptr;
  /// By all tasks on the instance.
  const model::Resources* reserved = nullptr;
};

struct TaskStanding {
  const TaskFacts* facts = nullptr;
  /// Its place in the service's list of deployments; nothing when that is gone.
  std::optional<std::size_t> deployment;
  bool wanted = false;   // Alive and not asked to stop.
  bool running = false;  // Wanted and RUNNING.
  bool passing = false;  // RUNNING, and what checks there are pass.
  bool healthy = false;  // Counts for minimumHealthyPercent.
  bool sick = false;     // RUNNING, but its checks fail or its version is another.
  bool other_version = false;
  bool displaced = false;  // Its instance is draining: it must run elsewhere.
  bool shielded = false;   // Protected from scale-in and deployments.
  /// When time alone changes one of these.
  std::optional<Instant> changes_at;

  const model::Task& task() const { return *facts->task; }
};

/// `revision` is the task's own with the digests that it has learnt by now, where version
/// consistency matters; null elsewhere.
TaskStanding standing_of(const TaskFacts& facts, const model::Service& service,
                         const model::ServiceRevision* revision, Instant now);

}  // namespace berth::rules
