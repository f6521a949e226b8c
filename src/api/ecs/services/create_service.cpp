// CreateService (behaviour §1.7.1).
#include <fmt/format.h>

#include "api/ecs/clusters/capacity.hpp"
#include "api/ecs/names.hpp"
#include "api/ecs/placement.hpp"
#include "api/ecs/services/deployments.hpp"
#include "api/ecs/services/service_checks.hpp"
#include "api/ecs/services/service_view.hpp"
#include "api/ecs/tags.hpp"
#include "api/ecs/task_network.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/new_task.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::CreateServiceRequest;
using gen::ecs::DeploymentConfiguration;
using model::Service;
using model::ServiceStatus;

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

Result<void> check_name(const std::string& name) {
  if (name.empty() || name.size() > 255 || !only_alphanumeric_or(name, "-_")) {
    return refused(
        "Invalid service name: '{}'. It may have up to 255 letters, numbers, "
        "underscores and hyphens.",
        name.substr(0, 300));
  }
  return {};
}

/// The service that a repeated CreateService asked for before: same settings, same answer.
bool same_request(const Service& existing, const Service& wanted) {
  return existing.scheduling_strategy == wanted.scheduling_strategy &&
         existing.deployment_controller == wanted.deployment_controller &&
         existing.availability_zone_rebalancing == wanted.availability_zone_rebalancing &&
         existing.task_definition_arn == wanted.task_definition_arn &&
         (is_daemon(wanted) || existing.desired_count == wanted.desired_count) &&
         existing.launch_type == wanted.launch_type &&
         existing.capacity_provider_strategy == wanted.capacity_provider_strategy &&
         existing.platform_version == wanted.platform_version &&
         existing.maximum_percent == wanted.maximum_percent &&
         existing.minimum_healthy_percent == wanted.minimum_healthy_percent &&
         existing.circuit_breaker == wanted.circuit_breaker && existing.alarms == wanted.alarms &&
         existing.health_check_grace_period == wanted.health_check_grace_period &&
         existing.network_configuration == wanted.network_configuration &&
         existing.load_balancers == wanted.load_balancers && existing.role_arn == wanted.role_arn &&
         existing.placement_constraints == wanted.placement_constraints &&
         existing.placement_strategy == wanted.placement_strategy &&
         existing.enable_ecs_managed_tags == wanted.enable_ecs_managed_tags &&
         existing.propagate_tags == wanted.propagate_tags &&
         existing.client_token == wanted.client_token && existing.tags == wanted.tags;
}

/// Whose schedule it follows, and how many tasks it wants.
Result<void> read_scheduling(const CreateServiceRequest& request, Service& service) {
  using gen::ecs::DeploymentControllerType;
  using gen::ecs::SchedulingStrategy;
  service.scheduling_strategy = request.scheduling_strategy.value_or(SchedulingStrategy::replica);
  if (request.deployment_controller) {
    service.deployment_controller = request.deployment_controller->type;
  }
  if (is_daemon(service)) {
    if (is_external(service)) {
      return refused(
          "The daemon scheduling strategy does not support the EXTERNAL deployment controller.");
    }
    if (request.desired_count) {
      return refused(
          "The daemon scheduling strategy does not support a desired count for services. Remove "
          "the desired count value and try again");
    }
    service.maximum_percent = 100;
    service.minimum_healthy_percent = 0;
    return {};
  }
  if (!request.desired_count && !is_external(service)) {
    return refused("desiredCount is required for REPLICA services.");
  }
  service.desired_count = request.desired_count.value_or(0);
  return check_desired_count(service.desired_count);
}

/// Task sets bring these themselves (ECS: CreateServiceRequest.deploymentController).
Result<void> check_external(const CreateServiceRequest& request) {
  const std::pair<std::string_view, bool> members[] = {
      {"taskDefinition", request.task_definition.has_value()},
      {"launchType", request.launch_type.has_value()},
      {"capacityProviderStrategy", filled(request.capacity_provider_strategy)},
      {"platformVersion", request.platform_version.has_value()},
      {"networkConfiguration", request.network_configuration.has_value()},
      {"loadBalancers", filled(request.load_balancers)},
      {"role", request.role.has_value()}};
  for (const auto& [name, given] : members) {
    if (given) {
      return refused("{} is not supported for a service with an EXTERNAL deployment controller.",
                     name);
    }
  }
  const auto percents = request.deployment_configuration.value_or(DeploymentConfiguration{});
  if (percents.maximum_percent.value_or(200) != 200 ||
      percents.minimum_healthy_percent.value_or(100) != 100) {
    return refused(
        "A maximumPercent other than 200 and a minimumHealthyPercent other than 100 are not "
        "supported for a service with an EXTERNAL deployment controller.");
  }
  return {};
}

/// What its tasks are.
Result<void> read_workload(const View& view, const CreateServiceRequest& request,
                           const Stamp& stamp, const model::Cluster& cluster, Service& service,
                           std::vector<Command>& commands) {
  if (!request.task_definition) return refused("TaskDefinition can not be blank.");
  const auto* definition = TRY(usable_task_definition(view, stamp, *request.task_definition));
  service.task_definition_arn = definition->arn;
  auto capacity =
      TRY(choose_capacity(cluster, request.launch_type, request.capacity_provider_strategy));
  service.launch_type = capacity.launch_type;
  service.capacity_provider_strategy = std::move(capacity.strategy);
  TRY_VOID(check_launch_type(service.launch_type, *definition));
  service.platform_version =
      TRY(read_platform_version(request.platform_version, service.launch_type));
  auto network = TRY(choose_network(view, stamp, definition->body, service.launch_type,
                                    request.network_configuration));
  service.network_configuration = std::move(network.configuration);
  commands = std::move(network.commands);
  service.load_balancers = request.load_balancers.value_or(std::vector<gen::ecs::LoadBalancer>{});
  TRY_VOID(check_load_balancers(view, service.load_balancers, definition->body, stamp));
  service.role_arn =
      TRY(read_role(request.role, service, rules::network_mode(definition->body), stamp));
  return {};
}

/// The row that the request describes, without deployments.
Result<Service> read_service(const View& view, const CreateServiceRequest& request,
                             const Stamp& stamp, const model::Cluster& cluster,
                             std::vector<Command>& commands) {
  TRY_VOID(check_name(request.service_name));
  TRY_VOID(refuse_common(request));
  Service service;
  service.arn = model::ServiceArn{arn_in_cluster(cluster, "service", request.service_name)};
  service.name = request.service_name;
  service.cluster_arn = cluster.arn;
  TRY_VOID(read_scheduling(request, service));
  if (is_external(service)) {
    TRY_VOID(check_external(request));
    service.role_arn = service_linked_role(stamp);
  } else {
    TRY_VOID(read_workload(view, request, stamp, cluster, service, commands));
  }
  TRY_VOID(read_deployment_configuration(request.deployment_configuration, service));
  service.health_check_grace_period =
      TRY(read_grace_period(request.health_check_grace_period_seconds, service));
  service.placement_constraints =
      TRY(read_placement_constraints(request.placement_constraints, service.launch_type));
  service.placement_strategy =
      TRY(read_placement_strategy(request.placement_strategy, service.launch_type));
  TRY_VOID(check_constraint_count(view, service));
  TRY_VOID(check_daemon(service));
  if (!request.availability_zone_rebalancing && why_not_rebalanced(service).empty()) {
    service.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::enabled;
  }
  TRY_VOID(read_zone_rebalancing(request.availability_zone_rebalancing, service));
  service.enable_ecs_managed_tags = request.enable_ecs_managed_tags.value_or(false);
  service.propagate_tags = request.propagate_tags;
  TRY_VOID(check_client_token(request.client_token));
  service.client_token = request.client_token;
  service.created_by = stamp.principal_arn;
  service.created_at = stamp.now;
  service.tags = TRY(read_tags(request.tags));
  return service;
}

}  // namespace

Result<Change<gen::ecs::CreateServiceResponse>> create_service(const View& view,
                                                               const CreateServiceRequest& request,
                                                               const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  Change<gen::ecs::CreateServiceResponse> change;
  auto service = TRY(read_service(view, request, stamp, cluster, change.commands));
  const auto* existing = view.services().find(service.arn);
  if (existing && existing->status == ServiceStatus::draining) {
    return refused("Unable to Start a service that is still Draining.");
  }
  if (existing && existing->status == ServiceStatus::active) {
    if (!same_request(*existing, service)) {
      return refused("Creation of service was not idempotent.");
    }
    change.commands.clear();
    change.response.service = show_service(view, *existing);
    change.response.service->tags = show_tags(existing->tags);
    return change;
  }
  // The name of an INACTIVE service is taken again, without what that one deployed.
  for (const auto& arn : view.deployments_of(service.arn)) {
    change.commands.push_back(state::ForgetServiceDeployment{arn});
  }
  std::optional<model::ServiceRevision> revision;
  if (!is_external(service)) revision = start_deployment(view, service, stamp, change.commands);
  change.response.service = show_service(view, service, revision ? &*revision : nullptr);
  change.response.service->events.emplace();
  change.response.service->tags = show_tags(service.tags);
  change.commands.push_back(state::CreateService{std::move(service)});
  return change;
}

}  // namespace berth::api::ecs
