#include "api/ecs/services/service_view.hpp"

#include <string_view>

namespace berth::api::ecs {

namespace {

using model::TaskStatus;

/// A service that is shown, and a revision of it that `view` does not hold yet.
struct Context {
  const state::State& view;
  const model::Service& service;
  const model::ServiceRevision* fresh = nullptr;

  const model::ServiceRevision& revision_of(const model::Deployment& deployment) const {
    if (fresh && fresh->arn == deployment.service_revision_arn) return *fresh;
    return view.revision_of(deployment);
  }
};

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

/// Where tasks run, as deployments, task sets and services show it.
template <class Shown, class Row>
void show_capacity(const Row& row, Shown& shown) {
  if (row.capacity_provider_strategy.empty()) {
    shown.launch_type = row.launch_type;
  } else {
    shown.capacity_provider_strategy = row.capacity_provider_strategy;
  }
  show_platform(row.launch_type, shown.platform_version, shown.platform_family);
}

gen::ecs::Deployment show(const Context& context, const model::Deployment& deployment) {
  const auto& revision = context.revision_of(deployment);
  const auto counts = count(context.view, context.service, deployment.id.text());
  gen::ecs::Deployment shown;
  shown.id = deployment.id.text();
  shown.status = deployment.status == model::DeploymentStatus::primary ? "PRIMARY" : "ACTIVE";
  shown.task_definition = revision.task_definition_arn.text();
  shown.desired_count = deployment.desired_count;
  shown.pending_count = counts.pending;
  shown.running_count = counts.running;
  shown.failed_tasks = deployment.failed_tasks;
  shown.created_at = deployment.created_at;
  shown.updated_at = deployment.updated_at;
  show_capacity(revision, shown);
  shown.network_configuration = revision.network_configuration;
  shown.rollout_state = show(deployment.rollout_state);
  shown.rollout_state_reason = deployment.rollout_state_reason;
  return shown;
}

gen::ecs::TaskSet show_set(const Context& context, const model::Deployment& set) {
  constexpr std::string_view statuses[] = {"PRIMARY", "ACTIVE", "DRAINING"};
  const auto& revision = context.revision_of(set);
  const auto counts = count(context.view, context.service, set.id.text());
  const auto& part = *set.task_set;
  gen::ecs::TaskSet shown;
  shown.id = set.id.text();
  shown.task_set_arn = part.arn.text();
  shown.service_arn = context.service.arn.text();
  shown.cluster_arn = context.service.cluster_arn.text();
  if (!part.external_id.empty()) shown.external_id = part.external_id;
  shown.status = std::string(statuses[static_cast<std::size_t>(set.status)]);
  shown.task_definition = revision.task_definition_arn.text();
  shown.computed_desired_count = set.desired_count;
  shown.pending_count = counts.pending;
  shown.running_count = counts.running;
  shown.created_at = set.created_at;
  shown.updated_at = set.updated_at;
  show_capacity(revision, shown);
  shown.network_configuration = revision.network_configuration;
  shown.load_balancers = revision.load_balancers;
  shown.service_registries.emplace();
  auto& scale = shown.scale.emplace();
  scale.value = part.scale_percent;
  scale.unit = gen::ecs::ScaleUnit::percent;
  shown.stability_status = part.stability_status;
  shown.stability_status_at = part.stability_status_at;
  shown.tags.emplace();
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

/// Deployments with what they run, or task sets.
void show_deployments(const Context& context, gen::ecs::Service& shown) {
  const auto& service = context.service;
  if (is_external(service)) {
    auto& sets = shown.task_sets.emplace();
    for (const auto& each : service.deployments) sets.push_back(show_set(context, each));
    shown.deployments.emplace();
    return;
  }
  auto& deployments = shown.deployments.emplace();
  auto& revisions = shown.current_service_revisions.emplace();
  for (const auto& each : service.deployments) {
    deployments.push_back(show(context, each));
    gen::ecs::ServiceCurrentRevisionSummary summary;
    summary.arn = each.service_revision_arn.text();
    summary.requested_task_count = each.desired_count;
    summary.running_task_count = deployments.back().running_count;
    summary.pending_task_count = deployments.back().pending_count;
    revisions.push_back(std::move(summary));
  }
  if (service.deployments.empty()) return;
  shown.current_service_deployment = service.deployments.front().service_deployment_arn.text();
}

void show_events(const state::State& view, const model::Service& service,
                 gen::ecs::Service& shown) {
  auto& events = shown.events.emplace();
  for (const auto& event : view.service_events(service.arn)) {
    gen::ecs::ServiceEvent each;
    each.id = event.id;
    each.created_at = event.created_at;
    each.message = event.message;
    events.push_back(std::move(each));
  }
}

}  // namespace

gen::ecs::DeploymentConfiguration show_configuration(std::int32_t maximum_percent,
                                                     std::int32_t minimum_healthy_percent,
                                                     const model::CircuitBreaker& breaker) {
  gen::ecs::DeploymentConfiguration shown;
  shown.maximum_percent = maximum_percent;
  shown.minimum_healthy_percent = minimum_healthy_percent;
  show(breaker, shown.deployment_circuit_breaker.emplace());
  shown.strategy = gen::ecs::DeploymentStrategy::rolling;
  shown.bake_time_in_minutes = 0;
  return shown;
}

gen::ecs::TaskSet show_task_set(const state::State& view, const model::Service& service,
                                const model::Deployment& task_set,
                                const model::ServiceRevision* fresh) {
  return show_set({view, service, fresh}, task_set);
}

gen::ecs::Service show_service(const state::State& view, const model::Service& service,
                               const model::ServiceRevision* fresh) {
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
  // Without a PRIMARY task set an EXTERNAL service runs nothing of its own.
  const bool runs_something = !service.task_definition_arn.text().empty();
  if (runs_something) show_capacity(service, shown);
  // As it was asked for; deployments show what it stands for.
  if (runs_something) shown.platform_version = service.platform_version;
  if (runs_something) shown.task_definition = service.task_definition_arn.text();
  shown.deployment_configuration = show_configuration(
      service.maximum_percent, service.minimum_healthy_percent, service.circuit_breaker);
  shown.deployment_configuration->alarms = service.alarms;
  show_deployments({view, service, fresh}, shown);
  shown.role_arn = service.role_arn;
  show_events(view, service, shown);
  shown.load_balancers = service.load_balancers;
  shown.service_registries.emplace();
  shown.placement_constraints = service.placement_constraints;
  shown.placement_strategy = service.placement_strategy;
  shown.network_configuration = service.network_configuration;
  shown.health_check_grace_period_seconds = service.health_check_grace_period;
  shown.scheduling_strategy = service.scheduling_strategy;
  shown.deployment_controller.emplace().type = service.deployment_controller;
  shown.availability_zone_rebalancing = service.availability_zone_rebalancing;
  shown.created_at = service.created_at;
  shown.created_by = service.created_by;
  shown.enable_ecs_managed_tags = service.enable_ecs_managed_tags;
  shown.propagate_tags = service.propagate_tags.value_or(gen::ecs::PropagateTags::none);
  shown.enable_execute_command = false;
  return shown;
}

}  // namespace berth::api::ecs
