// CreateService, UpdateService, DeleteService (behaviour §1.7).
#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "api/ecs/placement.hpp"
#include "api/ecs/services/service_checks.hpp"
#include "api/ecs/services/service_view.hpp"
#include "api/ecs/tags.hpp"
#include "api/ecs/task_network.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::LaunchType;
using model::Service;
using model::ServiceStatus;

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

/// Members that Create and Update have in common and Berth does not honour.
template <class Request>
Result<void> refuse_common(const Request& request) {
  using gen::ecs::AvailabilityZoneRebalancing;
  using gen::ecs::DeploymentControllerType;
  const bool other_controller =
      request.deployment_controller &&
      request.deployment_controller->type != DeploymentControllerType::ecs;
  const auto platform = request.platform_version.value_or("LATEST");
  return refuse(
      {{"serviceRegistries", filled(request.service_registries)},
       {"capacityProviderStrategy", filled(request.capacity_provider_strategy)},
       {"deploymentController other than ECS", other_controller},
       {"enableExecuteCommand", request.enable_execute_command.value_or(false)},
       {"serviceConnectConfiguration",
        request.service_connect_configuration && request.service_connect_configuration->enabled},
       {"volumeConfigurations", filled(request.volume_configurations)},
       {"vpcLatticeConfigurations", filled(request.vpc_lattice_configurations)},
       {"monitoring", request.monitoring.has_value()},
       {"availabilityZoneRebalancing ENABLED",
        request.availability_zone_rebalancing == AvailabilityZoneRebalancing::enabled},
       {"platformVersion other than LATEST and 1.4.0",
        platform != "LATEST" && platform != "1.4.0"}});
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
  return existing.task_definition_arn == wanted.task_definition_arn &&
         existing.desired_count == wanted.desired_count &&
         existing.launch_type == wanted.launch_type &&
         existing.maximum_percent == wanted.maximum_percent &&
         existing.minimum_healthy_percent == wanted.minimum_healthy_percent &&
         existing.circuit_breaker == wanted.circuit_breaker &&
         existing.health_check_grace_period == wanted.health_check_grace_period &&
         existing.network_configuration == wanted.network_configuration &&
         existing.load_balancers == wanted.load_balancers &&
         existing.placement_constraints == wanted.placement_constraints &&
         existing.placement_strategy == wanted.placement_strategy &&
         existing.client_token == wanted.client_token && existing.tags == wanted.tags;
}

Result<std::int32_t> grace_period(const std::optional<std::int32_t>& seconds,
                                  const Service& service) {
  if (!seconds) return service.health_check_grace_period;
  if (*seconds < 0) return refused("healthCheckGracePeriodSeconds must not be negative.");
  return *seconds;
}

/// The row that a CreateService request describes, without deployments.
Result<Service> read_service(const View& view, const gen::ecs::CreateServiceRequest& request,
                             const Stamp& stamp, const model::Cluster& cluster,
                             std::vector<Command>& commands) {
  TRY_VOID(check_name(request.service_name));
  TRY_VOID(refuse_common(request));
  if (request.scheduling_strategy == gen::ecs::SchedulingStrategy::daemon) {
    return fail(ErrorCode::unsupported_operation,
                "Berth does not support the scheduling strategy DAEMON.");
  }
  if (!request.task_definition) return refused("TaskDefinition can not be blank.");
  if (!request.desired_count) return refused("desiredCount is required for REPLICA services.");
  TRY_VOID(check_desired_count(*request.desired_count));
  const auto* definition = TRY(usable_task_definition(view, stamp, *request.task_definition));
  Service service;
  service.arn = model::ServiceArn{arn_in_cluster(cluster, "service", request.service_name)};
  service.name = request.service_name;
  service.cluster_arn = cluster.arn;
  service.task_definition_arn = definition->arn;
  service.desired_count = *request.desired_count;
  service.launch_type = request.launch_type.value_or(LaunchType::ec2);
  TRY_VOID(check_launch_type(service.launch_type, *definition));
  TRY_VOID(read_deployment_configuration(request.deployment_configuration, service));
  service.health_check_grace_period =
      TRY(grace_period(request.health_check_grace_period_seconds, service));
  auto network = TRY(choose_network(view, stamp, definition->body, request.network_configuration));
  service.network_configuration = std::move(network.configuration);
  commands = std::move(network.commands);
  service.load_balancers = request.load_balancers.value_or(std::vector<gen::ecs::LoadBalancer>{});
  TRY_VOID(check_load_balancers(view, service.load_balancers, definition->body));
  service.placement_constraints =
      TRY(read_placement_constraints(request.placement_constraints, service.launch_type));
  service.placement_strategy =
      TRY(read_placement_strategy(request.placement_strategy, service.launch_type));
  service.enable_ecs_managed_tags = request.enable_ecs_managed_tags.value_or(false);
  service.propagate_tags = request.propagate_tags;
  service.client_token = request.client_token;
  service.role_arn = request.role;
  service.created_by = stamp.principal_arn;
  service.created_at = stamp.now;
  service.tags = TRY(read_tags(request.tags));
  return service;
}

Result<Service> find_active(const View& view, const Stamp& stamp,
                            const std::optional<std::string>& cluster_name,
                            const std::string& name) {
  const auto& cluster = *TRY(find_cluster(view, stamp, cluster_name));
  const auto* service = find_service(view, cluster, name);
  if (!service) return fail(ErrorCode::service_not_found, "Service not found.");
  if (service->status != ServiceStatus::active) {
    return fail(ErrorCode::service_not_active, "Service was not ACTIVE.");
  }
  return *service;
}

}  // namespace

Result<Change<gen::ecs::CreateServiceResponse>> create_service(
    const View& view, const gen::ecs::CreateServiceRequest& request, const Stamp& stamp) {
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
  start_deployment(service, stamp);
  change.response.service = show_service(view, service);
  change.response.service->events.emplace();
  change.response.service->tags = show_tags(service.tags);
  change.commands.push_back(state::CreateService{std::move(service)});
  return change;
}

Result<Change<gen::ecs::UpdateServiceResponse>> update_service(
    const View& view, const gen::ecs::UpdateServiceRequest& request, const Stamp& stamp) {
  auto service = TRY(find_active(view, stamp, request.cluster, request.service));
  TRY_VOID(refuse_common(request));
  Change<gen::ecs::UpdateServiceResponse> change;
  bool redeploy = request.force_new_deployment.value_or(false);
  const auto* definition = view.find_task_definition(service.task_definition_arn);
  if (request.task_definition) {
    definition = TRY(usable_task_definition(view, stamp, *request.task_definition));
    TRY_VOID(check_launch_type(service.launch_type, *definition));
    redeploy |= definition->arn != service.task_definition_arn;
    service.task_definition_arn = definition->arn;
  }
  if (request.network_configuration || request.task_definition) {
    const auto& wanted = request.network_configuration ? request.network_configuration
                                                       : service.network_configuration;
    auto network = TRY(choose_network(view, stamp, definition->body, wanted));
    redeploy |= network.configuration != service.network_configuration;
    service.network_configuration = std::move(network.configuration);
    change.commands = std::move(network.commands);
  }
  if (request.load_balancers) {
    redeploy |= *request.load_balancers != service.load_balancers;
    service.load_balancers = *request.load_balancers;
  }
  TRY_VOID(check_load_balancers(view, service.load_balancers, definition->body));
  if (request.desired_count) {
    TRY_VOID(check_desired_count(*request.desired_count));
    service.desired_count = *request.desired_count;
  }
  TRY_VOID(read_deployment_configuration(request.deployment_configuration, service));
  service.health_check_grace_period =
      TRY(grace_period(request.health_check_grace_period_seconds, service));
  if (request.placement_constraints) {
    service.placement_constraints =
        TRY(read_placement_constraints(request.placement_constraints, service.launch_type));
  }
  if (request.placement_strategy) {
    service.placement_strategy =
        TRY(read_placement_strategy(request.placement_strategy, service.launch_type));
  }
  if (request.enable_ecs_managed_tags) {
    service.enable_ecs_managed_tags = *request.enable_ecs_managed_tags;
  }
  if (request.propagate_tags) service.propagate_tags = request.propagate_tags;
  if (redeploy) start_deployment(service, stamp);
  service.deployments.front().desired_count = service.desired_count;
  change.response.service = show_service(view, service);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

Result<Change<gen::ecs::DeleteServiceResponse>> delete_service(
    const View& view, const gen::ecs::DeleteServiceRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto* found = find_service(view, cluster, request.service);
  if (!found) return fail(ErrorCode::service_not_found, "Service not found.");
  Change<gen::ecs::DeleteServiceResponse> change;
  if (found->status != ServiceStatus::active) {
    change.response.service = show_service(view, *found);
    return change;
  }
  if (found->desired_count > 0 && !request.force.value_or(false)) {
    return refused("The service cannot be stopped while it is scaled above 0.");
  }
  auto service = *found;
  service.status = ServiceStatus::draining;
  service.desired_count = 0;
  service.deployments.front().desired_count = 0;
  change.response.service = show_service(view, service);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

}  // namespace berth::api::ecs
