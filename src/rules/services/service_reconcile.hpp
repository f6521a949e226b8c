#pragma once
// What a service needs next: how many tasks to start, which to stop, which to put behind its load
// balancer, what to tell (behaviour §1.9). One call answers one round of decisions as buckets with
// their event texts; calling it again when nothing changed answers an empty plan.
//
// Order of effects: new tasks first as far as maximumPercent allows, old ones only while
// minimumHealthyPercent of healthy tasks remain. maximumPercent floors, minimumHealthyPercent
// ceils.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
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
};

struct TaskFacts {
  const model::Task* task = nullptr;
  TargetStanding targets = TargetStanding::not_needed;
  /// Which group says unhealthy, for the stop reason.
  std::string unhealthy_target_group;
};

struct ServiceFacts {
  const model::Service* service = nullptr;
  /// Alive or not yet accounted for.
  std::vector<TaskFacts> tasks;
  /// The newest event, if any.
  const model::ServiceEvent* newest_event = nullptr;
};

struct StopDecision {
  const model::Task* task = nullptr;
  std::string reason;
};

struct ServicePlan {
  /// Ended tasks that the service takes notice of now.
  std::vector<const model::Task*> account;
  std::vector<const model::Task*> register_targets;
  std::vector<StopDecision> stop;
  /// Tasks of the primary deployment to start, and how many of them replace unhealthy ones.
  std::int32_t start = 0;
  std::int32_t replacements = 0;
  /// The service as it shall be (deployments, status); equal to the given one when unchanged.
  model::Service service;
  bool service_changed = false;
  /// Texts, oldest first, in the order in which ECS tells them.
  std::vector<std::string> events;
  /// When time alone may change the answer.
  std::optional<Instant> look_again;
};

/// minimumHealthyPercent: rounded up.
std::int32_t healthy_count_min(std::int32_t desired, std::int32_t percent);
/// maximumPercent: rounded down.
std::int32_t running_count_max(std::int32_t desired, std::int32_t percent);

/// How long a deployment waits after its n-th failed start in a row.
Duration start_delay(std::int32_t failed_tasks);

ServicePlan reconcile(const ServiceFacts& facts, Instant now);

/// Event texts that the loop adds once it knows the outcome.
std::string started_event(const model::Service& service, const std::vector<model::TaskArn>& tasks,
                          std::int32_t replacements);

}  // namespace berth::rules
