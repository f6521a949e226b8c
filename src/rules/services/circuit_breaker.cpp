#include "rules/services/circuit_breaker.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rules/services/percent.hpp"

namespace berth::rules {

namespace {

using gen::ecs::ThresholdType;
using model::Deployment;
using model::DeploymentStatus;
using model::RolloutState;

/// It begins anew: what failed before does not count.
void restart(Deployment& deployment, Instant now) {
  deployment.status = DeploymentStatus::primary;
  deployment.failed_tasks = 0;
  deployment.failed_starts = 0;
  deployment.failure_count = 0;
  deployment.throttled_until.reset();
  deployment.rollout_state = RolloutState::in_progress;
  deployment.rollout_state_reason = fmt::format(
      "ECS deployment circuit breaker: rolling back to deploymentId {}.", deployment.id.text());
  deployment.updated_at = now;
}

}  // namespace

std::int32_t failure_count_max(const model::CircuitBreaker& breaker, std::int32_t desired_count) {
  switch (breaker.threshold_type) {
    case ThresholdType::count: return std::max(1, breaker.threshold_value);
    case ThresholdType::unbounded_percent:
      return std::max(1, percent_rounded_up(desired_count, breaker.threshold_value));
    case ThresholdType::bounded_percent:
      return std::clamp(percent_rounded_up(desired_count, breaker.threshold_value), 3, 200);
  }
  return 1;
}

void fail_primary(model::Service& service, Instant now) {
  auto& primary = service.deployments.front();
  primary.rollout_state = RolloutState::failed;
  primary.rollout_state_reason = "ECS deployment circuit breaker: tasks failed to start.";
  primary.updated_at = now;
}

bool can_roll_back(const model::Service& service) {
  const auto& primary = service.deployments.front();
  return service.last_completed && service.last_completed->id != primary.id &&
         !primary.rolled_back_from;
}

void roll_back(model::Service& service, model::DeploymentId fresh, Instant now) {
  auto& deployments = service.deployments;
  const auto failed = deployments.front().id;
  deployments.front().status = DeploymentStatus::active;
  const auto left = std::ranges::find(deployments, service.last_completed->id, &Deployment::id);
  if (left == deployments.end()) {
    auto again = *service.last_completed;
    again.id = std::move(fresh);
    again.created_at = now;
    deployments.insert(deployments.begin(), std::move(again));
  } else {
    std::rotate(deployments.begin(), left, left + 1);
  }
  auto& primary = deployments.front();
  restart(primary, now);
  primary.rolled_back_from = failed;
  primary.desired_count = service.desired_count;
  service.task_definition_arn = primary.task_definition_arn;
  service.network_configuration = primary.network_configuration;
  service.load_balancers = primary.load_balancers;
}

}  // namespace berth::rules
