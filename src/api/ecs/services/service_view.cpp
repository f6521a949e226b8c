#include "api/ecs/services/service_view.hpp"

#include <string_view>

namespace berth::api::ecs {

namespace {

using model::TaskStatus;

struct Counts {
  std::int32_t running = 0, pending = 0;
};

/// Tasks of the service; of one deployment where an id is given.
Counts count(const state::State& view, const model::Service& service, std::string_view deployment) {
  Counts counts;
  for (const auto& arn : view.tasks_of(service.arn)) {
    const auto& task = view.tasks().at(arn);
    if (!deployment.empty() && task.started_by != deployment) continue;
    counts.running += task.last_status == TaskStatus::running ? 1 : 0;
    counts.pending += is_starting(task.last_status) ? 1 : 0;
  }
  return counts;
}

gen::ecs::DeploymentRolloutState show(model::RolloutState rollout) {
  using Shown = gen::ecs::DeploymentRolloutState;
  constexpr Shown values[] = {Shown::in_progress, Shown::completed, Shown::failed};
  return values[static_cast<std::size_t>(rollout)];
}

void show_platform(gen::ecs::LaunchType launch_type, std::optional<std::string>& version,
                   std::optional<std::string>& family) {
  if (launch_type != gen::ecs::LaunchType::fargate) return;
  version = "1.4.0";
  family = "Linux";
}

gen::ecs::Deployment show(const state::State& view, const model::Service& service,
                          const model::Deployment& deployment) {
  const auto counts = count(view, service, deployment.id.text());
  gen::ecs::Deployment shown;
  shown.id = deployment.id.text();
  shown.status = deployment.status == model::DeploymentStatus::primary ? "PRIMARY" : "ACTIVE";
  shown.task_definition = deployment.task_definition_arn.text();
  shown.desired_count = deployment.desired_count;
  shown.pending_count = counts.pending;
  shown.running_count = counts.running;
  shown.failed_tasks = deployment.failed_tasks;
  shown.created_at = deployment.created_at;
  shown.updated_at = deployment.updated_at;
  shown.launch_type = service.launch_type;
  show_platform(service.launch_type, shown.platform_version, shown.platform_family);
  shown.network_configuration = deployment.network_configuration;
  shown.rollout_state = show(deployment.rollout_state);
  shown.rollout_state_reason = deployment.rollout_state_reason;
  return shown;
}

void show(const model::CircuitBreaker& breaker, gen::ecs::DeploymentCircuitBreaker& shown) {
  shown.enable = breaker.enable;
  shown.rollback = breaker.rollback;
  if (!breaker.enable) return;
  shown.reset_on_healthy_task = breaker.reset_on_healthy_task;
  auto& threshold = shown.threshold_configuration.emplace();
  threshold.type = breaker.threshold_type;
  threshold.value = breaker.threshold_value;
}

gen::ecs::DeploymentConfiguration deployment_configuration(const model::Service& service) {
  gen::ecs::DeploymentConfiguration shown;
  shown.maximum_percent = service.maximum_percent;
  shown.minimum_healthy_percent = service.minimum_healthy_percent;
  show(service.circuit_breaker, shown.deployment_circuit_breaker.emplace());
  shown.strategy = gen::ecs::DeploymentStrategy::rolling;
  shown.bake_time_in_minutes = 0;
  return shown;
}

}  // namespace

gen::ecs::Service show_service(const state::State& view, const model::Service& service) {
  constexpr std::string_view statuses[] = {"ACTIVE", "DRAINING", "INACTIVE"};
  const auto counts = count(view, service, "");
  gen::ecs::Service shown;
  shown.service_arn = service.arn.text();
  shown.service_name = service.name;
  shown.cluster_arn = service.cluster_arn.text();
  shown.status = std::string(statuses[static_cast<std::size_t>(service.status)]);
  shown.desired_count = service.desired_count;
  shown.running_count = counts.running;
  shown.pending_count = counts.pending;
  shown.launch_type = service.launch_type;
  show_platform(service.launch_type, shown.platform_version, shown.platform_family);
  shown.task_definition = service.task_definition_arn.text();
  shown.deployment_configuration = deployment_configuration(service);
  auto& deployments = shown.deployments.emplace();
  for (const auto& each : service.deployments) deployments.push_back(show(view, service, each));
  shown.role_arn = service.role_arn;
  auto& events = shown.events.emplace();
  for (const auto& event : view.service_events(service.arn)) {
    gen::ecs::ServiceEvent each;
    each.id = event.id;
    each.created_at = event.created_at;
    each.message = event.message;
    events.push_back(std::move(each));
  }
  shown.load_balancers = service.load_balancers;
  shown.service_registries.emplace();
  shown.placement_constraints = service.placement_constraints;
  shown.placement_strategy = service.placement_strategy;
  shown.network_configuration = service.network_configuration;
  shown.health_check_grace_period_seconds = service.health_check_grace_period;
  shown.scheduling_strategy = gen::ecs::SchedulingStrategy::replica;
  shown.deployment_controller.emplace().type = gen::ecs::DeploymentControllerType::ecs;
  shown.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::disabled;
  shown.created_at = service.created_at;
  shown.created_by = service.created_by;
  shown.enable_ecs_managed_tags = service.enable_ecs_managed_tags;
  shown.propagate_tags = service.propagate_tags.value_or(gen::ecs::PropagateTags::none);
  shown.enable_execute_command = false;
  return shown;
}

}  // namespace berth::api::ecs
