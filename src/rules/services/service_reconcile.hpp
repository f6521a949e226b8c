#pragma once
// What a service needs next: how many tasks to start, which to stop, which to put behind its load
// balancer, what to tell (behaviour §1.9). One call answers one round of decisions as buckets with
// their event texts; calling it again when nothing changed answers an empty plan.
//
// Order of effects: new tasks first as far as maximumPercent allows, old ones only while
// minimumHealthyPercent of healthy tasks remain. maximumPercent floors, minimumHealthyPercent
// ceils. Tasks under protection are stopped for their health only.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/service.hpp"
#include "model/task.hpp"
#include "rules/services/task_standing.hpp"

namespace berth::rules {

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
  /// Those that are healthy for the first time.
  std::vector<const model::Task*> became_healthy;
  std::vector<const model::Task*> register_targets;
  std::vector<StopDecision> stop;
  /// Tasks of the primary deployment to start, and how many of them replace unhealthy ones.
  std::int32_t start = 0;
  std::int32_t replacements = 0;
  /// The service as it shall be (deployments, status); equal to the given one when unchanged.
  model::Service service;
  bool service_changed = false;
  /// The primary deployment has failed and shall be undone (roll_back()), before anything else.
  enum class Rollback : std::uint8_t { none, due } rollback{};
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
Duration start_delay(std::int32_t failed_starts);

ServicePlan reconcile(const ServiceFacts& facts, Instant now);

}  // namespace berth::rules
