#include "api/ecs/services/deployments.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/deployments/circuit_breaker.hpp"
#include "rules/deployments/deployment_record.hpp"

namespace berth::api::ecs {

namespace {

constexpr std::string_view replaced_reason = "Service deployment replaced by a newer one.";

std::string arn_of(const model::Service& service, std::string_view kind, const std::string& id,
                   const Stamp& stamp) {
  return stamp.arn(
      "ecs", fmt::format("{}/{}/{}/{}", kind, short_id(service.cluster_arn), service.name, id));
}

/// Of the deployments that have tasks: what is replaced.
std::vector<model::ServiceRevisionArn> sources(const View& view, const model::Service& service) {
  std::vector<model::ServiceRevisionArn> arns;
  for (const auto& deployment : service.deployments) {
    const bool has_tasks =
        std::ranges::any_of(view.tasks_of(service.arn), [&](const model::TaskArn& arn) {
          const auto& task = view.tasks().at(arn);
          return is_alive(task) && task.started_by == deployment.id.text();
        });
    if (has_tasks) arns.push_back(deployment.service_revision_arn);
  }
  return arns;
}

model::ServiceDeployment new_record(const View& view, const model::Service& service,
                                    const model::ServiceRevisionArn& target, const Stamp& stamp) {
  model::ServiceDeployment record;
  record.arn = model::ServiceDeploymentArn{
      arn_of(service, "service-deployment", stamp.entropy.hex(21), stamp)};
  record.service_arn = service.arn;
  record.cluster_arn = service.cluster_arn;
  record.source_revisions = sources(view, service);
  record.target_revision = target;
  record.maximum_percent = service.maximum_percent;
  record.minimum_healthy_percent = service.minimum_healthy_percent;
  record.circuit_breaker = service.circuit_breaker;
  record.failure_threshold =
      rules::failure_count_max(service.circuit_breaker, service.desired_count);
  record.created_at = stamp.now;
  record.updated_at = stamp.now;
  return record;
}

}  // namespace

model::ServiceRevision new_revision(const model::Service& service, const Stamp& stamp) {
  model::ServiceRevision revision;
  revision.arn = model::ServiceRevisionArn{
      arn_of(service, "service-revision", stamp.entropy.decimal(19), stamp)};
  revision.service_arn = service.arn;
  revision.cluster_arn = service.cluster_arn;
  revision.task_definition_arn = service.task_definition_arn;
  revision.launch_type = service.launch_type;
  revision.capacity_provider_strategy = service.capacity_provider_strategy;
  revision.platform_version = service.platform_version;
  revision.network_configuration = service.network_configuration;
  revision.load_balancers = service.load_balancers;
  revision.created_at = stamp.now;
  return revision;
}

model::DeploymentId new_deployment_id(const Stamp& stamp) {
  return model::DeploymentId{"ecs-svc/" + stamp.entropy.decimal(19)};
}

void end_deployment(const View& view, const model::Service& service, std::string_view reason,
                    const Stamp& stamp, std::vector<Command>& commands) {
  if (service.deployments.empty() || is_external(service)) return;
  const auto& arn = service.deployments.front().service_deployment_arn;
  auto record = view.service_deployments().at(arn);
  if (is_over(record.status)) return;
  rules::end_replaced(record, reason, stamp.now);
  commands.push_back(state::UpdateServiceDeployment{std::move(record)});
}

model::ServiceRevision start_deployment(const View& view, model::Service& service,
                                        const Stamp& stamp, std::vector<Command>& commands) {
  end_deployment(view, service, replaced_reason, stamp, commands);
  auto revision = new_revision(service, stamp);
  auto record = new_record(view, service, revision.arn, stamp);
  for (auto& each : service.deployments) each.status = model::DeploymentStatus::active;
  model::Deployment deployment;
  deployment.id = new_deployment_id(stamp);
  deployment.service_revision_arn = revision.arn;
  deployment.service_deployment_arn = record.arn;
  deployment.desired_count = service.desired_count;
  deployment.rollout_state_reason =
      fmt::format("ECS deployment {} in progress.", deployment.id.text());
  deployment.created_at = stamp.now;
  deployment.updated_at = stamp.now;
  service.deployments.insert(service.deployments.begin(), std::move(deployment));
  commands.push_back(state::CreateServiceRevision{revision});
  commands.push_back(state::CreateServiceDeployment{std::move(record)});
  return revision;
}

void deploy_again(const View& view, model::Service& service, const model::ServiceRevision& revision,
                  const Stamp& stamp, std::vector<Command>& commands) {
  end_deployment(view, service, replaced_reason, stamp, commands);
  auto record = new_record(view, service, revision.arn, stamp);
  auto& deployment = rules::deploy_again(service, revision, new_deployment_id(stamp), stamp.now);
  deployment.service_deployment_arn = record.arn;
  commands.push_back(state::CreateServiceDeployment{std::move(record)});
}

}  // namespace berth::api::ecs
