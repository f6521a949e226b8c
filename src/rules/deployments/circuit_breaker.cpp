#include "rules/deployments/circuit_breaker.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rules/deployments/percent.hpp"

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
  deployment.start_failed_at.reset();
  deployment.failure_count = 0;
  deployment.throttled_until.reset();
  deployment.rollout_state = RolloutState::in_progress;
  deployment.rollout_state_reason =
      fmt::format("ECS deployment {} in progress.", deployment.id.text());
  deployment.rolled_back_from.reset();
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

void fail_primary(model::Service& service, std::string_view reason, Instant now) {
  auto& primary = service.deployments.front();
  primary.rollout_state = RolloutState::failed;
  primary.rollout_state_reason = std::string(reason);
  primary.updated_at = now;
}

bool can_roll_back(const model::Service& service) {
  const auto& primary = service.deployments.front();
  return service.last_completed && *service.last_completed != primary.service_revision_arn &&
         !primary.rolled_back_from;
}

void show_workload(const model::ServiceRevision& revision, model::Service& service) {
  service.task_definition_arn = revision.task_definition_arn;
  service.launch_type = revision.launch_type;
  service.capacity_provider_strategy = revision.capacity_provider_strategy;
  service.platform_version = revision.platform_version;
  service.network_configuration = revision.network_configuration;
  service.load_balancers = revision.load_balancers;
}

Deployment& deploy_again(model::Service& service, const model::ServiceRevision& revision,
                         model::DeploymentId fresh, Instant now) {
  auto& deployments = service.deployments;
  for (auto& each : deployments) each.status = DeploymentStatus::active;
  const auto left = std::ranges::find(deployments, revision.arn, &Deployment::service_revision_arn);
  if (left == deployments.end()) {
    Deployment again;
    again.id = std::move(fresh);
    again.service_revision_arn = revision.arn;
    again.created_at = now;
    deployments.insert(deployments.begin(), std::move(again));
  } else {
    std::rotate(deployments.begin(), left, left + 1);
  }
  auto& primary = deployments.front();
  restart(primary, now);
  primary.desired_count = service.desired_count;
  show_workload(revision, service);
  return primary;
}

void roll_back(model::Service& service, const model::ServiceRevision& back_to,
               model::DeploymentId fresh, Instant now) {
  const auto failed = service.deployments.front();
  auto& primary = deploy_again(service, back_to, std::move(fresh), now);
  primary.rollout_state_reason = fmt::format(
      "ECS deployment circuit breaker: rolling back to deploymentId {}.", primary.id.text());
  primary.service_deployment_arn = failed.service_deployment_arn;
  primary.rolled_back_from = failed.id;
}

}  // namespace berth::rules
