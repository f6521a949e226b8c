#include "api/ecs/services/service_deployment_view.hpp"

#include "api/ecs/services/service_view.hpp"

namespace berth::api::ecs {

using model::ServiceDeployment;
using Status = model::ServiceDeploymentStatus;
using Shown = gen::ecs::ServiceDeploymentStatus;

namespace {

/// How many tasks of the revision there are, and shall be.
gen::ecs::ServiceRevisionSummary summarize(const View& view, const model::ServiceArn& service_arn,
                                           const model::ServiceRevisionArn& arn) {
  std::int32_t requested = 0, running = 0, pending = 0;
  const auto* service = view.services().find(service_arn);
  for (const auto& deployment : service ? service->deployments : std::vector<model::Deployment>{}) {
    if (deployment.service_revision_arn != arn) continue;
    requested += deployment.desired_count;
    for (const auto& id : view.tasks_of(service_arn)) {
      const auto& task = view.tasks().at(id);
      if (task.started_by != deployment.id.text()) continue;
      running += task.last_status == model::TaskStatus::running ? 1 : 0;
      pending += is_starting(task.last_status) ? 1 : 0;
    }
  }
  gen::ecs::ServiceRevisionSummary summary;
  summary.arn = arn.text();
  summary.requested_task_count = requested;
  summary.running_task_count = running;
  summary.pending_task_count = pending;
  return summary;
}

gen::ecs::ServiceDeploymentCircuitBreaker show_breaker(const ServiceDeployment& record) {
  using Monitor = gen::ecs::ServiceDeploymentRollbackMonitorsStatus;
  gen::ecs::ServiceDeploymentCircuitBreaker shown;
  shown.status = !record.circuit_breaker.enable ? Monitor::disabled
                 : record.circuit_broken        ? Monitor::triggered
                 : is_over(record.status)       ? Monitor::monitoring_complete
                                                : Monitor::monitoring;
  shown.failure_count = record.failure_count;
  shown.threshold = record.failure_threshold;
  return shown;
}

/// The images of the revision's containers, with the digests that are known by now.
std::vector<gen::ecs::ContainerImage> show_images(const View& view,
                                                  const model::ServiceRevision& revision) {
  std::vector<gen::ecs::ContainerImage> images;
  const auto* definition = view.find_task_definition(revision.task_definition_arn);
  if (!definition || !definition->body.container_definitions) return images;
  for (const auto& container : *definition->body.container_definitions) {
    gen::ecs::ContainerImage image;
    image.container_name = container.name;
    image.image = container.image;
    const auto digest = revision.image_digests.find(container.name.value_or(""));
    if (digest != revision.image_digests.end()) image.image_digest = digest->second;
    images.push_back(std::move(image));
  }
  return images;
}

}  // namespace

Shown show_status(Status status) {
  switch (status) {
    case Status::pending: return Shown::pending;
    case Status::in_progress: return Shown::in_progress;
    case Status::stop_requested: return Shown::stop_requested;
    case Status::rollback_requested: return Shown::rollback_requested;
    case Status::rollback_in_progress: return Shown::rollback_in_progress;
    case Status::successful: return Shown::successful;
    case Status::stopped: return Shown::stopped;
    case Status::rollback_successful: return Shown::rollback_successful;
    case Status::rollback_failed: return Shown::rollback_failed;
  }
  return Shown::pending;
}

gen::ecs::ServiceDeployment show_service_deployment(const View& view,
                                                    const ServiceDeployment& record) {
  gen::ecs::ServiceDeployment shown;
  shown.service_deployment_arn = record.arn.text();
  shown.service_arn = record.service_arn.text();
  shown.cluster_arn = record.cluster_arn.text();
  shown.created_at = record.created_at;
  shown.started_at = record.started_at;
  shown.finished_at = record.finished_at;
  shown.stopped_at = record.stopped_at;
  shown.updated_at = record.updated_at;
  auto& sources = shown.source_service_revisions.emplace();
  for (const auto& arn : record.source_revisions) {
    sources.push_back(summarize(view, record.service_arn, arn));
  }
  shown.target_service_revision = summarize(view, record.service_arn, record.target_revision);
  shown.status = show_status(record.status);
  if (!record.status_reason.empty()) shown.status_reason = record.status_reason;
  shown.deployment_configuration = show_configuration(
      record.maximum_percent, record.minimum_healthy_percent, record.circuit_breaker);
  if (record.rollback) {
    auto& rollback = shown.rollback.emplace();
    rollback.reason = record.rollback->reason;
    rollback.started_at = record.rollback->started_at;
    rollback.service_revision_arn = record.rollback->service_revision_arn.text();
  }
  shown.deployment_circuit_breaker = show_breaker(record);
  return shown;
}

gen::ecs::ServiceDeploymentBrief show_service_deployment_brief(const ServiceDeployment& record) {
  gen::ecs::ServiceDeploymentBrief shown;
  shown.service_deployment_arn = record.arn.text();
  shown.service_arn = record.service_arn.text();
  shown.cluster_arn = record.cluster_arn.text();
  shown.created_at = record.created_at;
  shown.started_at = record.started_at;
  shown.finished_at = record.finished_at;
  shown.target_service_revision_arn = record.target_revision.text();
  shown.status = show_status(record.status);
  if (!record.status_reason.empty()) shown.status_reason = record.status_reason;
  return shown;
}

gen::ecs::ServiceRevision show_service_revision(const View& view,
                                                const model::ServiceRevision& revision) {
  gen::ecs::ServiceRevision shown;
  shown.service_revision_arn = revision.arn.text();
  shown.service_arn = revision.service_arn.text();
  shown.cluster_arn = revision.cluster_arn.text();
  shown.task_definition = revision.task_definition_arn.text();
  if (revision.capacity_provider_strategy.empty()) {
    shown.launch_type = revision.launch_type;
  } else {
    shown.capacity_provider_strategy = revision.capacity_provider_strategy;
  }
  if (revision.launch_type == gen::ecs::LaunchType::fargate) {
    shown.platform_version = "1.4.0";
    shown.platform_family = "Linux";
  }
  shown.load_balancers = revision.load_balancers;
  shown.service_registries.emplace();
  shown.network_configuration = revision.network_configuration;
  shown.container_images = show_images(view, revision);
  shown.guard_duty_enabled = false;
  shown.created_at = revision.created_at;
  auto& resolved = shown.resolved_configuration.emplace().load_balancers.emplace();
  for (const auto& entry : revision.load_balancers) {
    resolved.emplace_back().target_group_arn = entry.target_group_arn;
  }
  return shown;
}

}  // namespace berth::api::ecs
