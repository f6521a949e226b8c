// UpdateService (behaviour §1.7.2).
#include <fmt/format.h>

#include "api/ecs/clusters/capacity.hpp"
#include "api/ecs/names.hpp"
#include "api/ecs/placement.hpp"
#include "api/ecs/services/deployments.hpp"
#include "api/ecs/services/service_checks.hpp"
#include "api/ecs/services/service_view.hpp"
#include "api/ecs/task_network.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/new_task.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::UpdateServiceRequest;
using model::Service;

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

/// Whether what was read starts a deployment.
enum class Deploys : std::uint8_t { no, yes };

Deploys either(Deploys a, bool b) { return b ? Deploys::yes : a; }

/// What the tasks of an EXTERNAL service are is said by its task sets.
Result<void> check_external(const Service& service, const UpdateServiceRequest& request) {
  if (!is_external(service)) return {};
  const std::pair<std::string_view, bool> members[] = {
      {"task definition", request.task_definition.has_value()},
      {"network configuration", request.network_configuration.has_value()},
      {"load balancers", request.load_balancers.has_value()},
      {"platform version", request.platform_version.has_value()},
      {"capacity provider strategy", request.capacity_provider_strategy.has_value()},
      {"deployment configuration", request.deployment_configuration.has_value()},
      {"deployment", request.force_new_deployment.value_or(false)}};
  for (const auto& [name, given] : members) {
    if (given) {
      return refused(
          "Unable to update {} on services with an EXTERNAL deployment controller. Use task sets "
          "to trigger a new deployment.",
          name);
    }
  }
  return {};
}

/// A service that moves to Fargate must leave behind what chooses among instances.
Result<void> check_placement(const Service& service, const UpdateServiceRequest& request) {
  if (!request.capacity_provider_strategy) return {};
  TRY_VOID(read_placement_constraints(service.placement_constraints, service.launch_type));
  TRY_VOID(read_placement_strategy(service.placement_strategy, service.launch_type));
  return {};
}

Result<Deploys> read_capacity(const View& view, const UpdateServiceRequest& request,
                              Service& service) {
  if (!request.capacity_provider_strategy) return Deploys::no;
  const auto& cluster = view.clusters().at(service.cluster_arn);
  auto capacity = TRY(choose_capacity(cluster, std::nullopt, request.capacity_provider_strategy));
  if (capacity.strategy == service.capacity_provider_strategy) return Deploys::no;
  if (!request.force_new_deployment.value_or(false)) {
    return refused(
        "When switching from launch type to capacity provider strategy on an existing service, or "
        "making a change to a capacity provider strategy on a service that is already using one, "
        "you must force a new deployment.");
  }
  // Without a strategy the service goes on with the launch type of its tasks.
  if (!capacity.strategy.empty()) service.launch_type = capacity.launch_type;
  service.capacity_provider_strategy = std::move(capacity.strategy);
  return Deploys::yes;
}

/// What its tasks are: each change of it starts a deployment.
Result<Deploys> read_workload(const View& view, const UpdateServiceRequest& request,
                              const Stamp& stamp, Service& service,
                              std::vector<Command>& commands) {
  auto deploys = TRY(read_capacity(view, request, service));
  const auto* definition = view.find_task_definition(service.task_definition_arn);
  if (request.task_definition) {
    definition = TRY(usable_task_definition(view, stamp, *request.task_definition));
    deploys = either(deploys, definition->arn != service.task_definition_arn);
    service.task_definition_arn = definition->arn;
  }
  TRY_VOID(check_launch_type(service.launch_type, *definition));
  const auto& version =
      request.platform_version ? request.platform_version : service.platform_version;
  const bool on_fargate = service.launch_type == gen::ecs::LaunchType::fargate;
  auto platform = TRY(read_platform_version(
      on_fargate || request.platform_version ? version : std::nullopt, service.launch_type));
  deploys = either(deploys, platform != service.platform_version);
  service.platform_version = std::move(platform);
  if (request.network_configuration || request.task_definition) {
    const auto& wanted = request.network_configuration ? request.network_configuration
                                                       : service.network_configuration;
    auto network = TRY(choose_network(view, stamp, definition->body, service.launch_type, wanted));
    deploys = either(deploys, network.configuration != service.network_configuration);
    service.network_configuration = std::move(network.configuration);
    commands = std::move(network.commands);
  }
  if (request.load_balancers) {
    deploys = either(deploys, *request.load_balancers != service.load_balancers);
    service.load_balancers = *request.load_balancers;
  }
  // A service that is merely scaled may have lost its load balancer: its events say so.
  if (request.load_balancers || deploys == Deploys::yes) {
    TRY_VOID(check_load_balancers(view, service.load_balancers, definition->body, stamp));
    service.role_arn = role_after_update(service, rules::network_mode(definition->body), stamp);
  }
  TRY_VOID(read_deployment_configuration(request.deployment_configuration, service));
  return either(deploys, request.force_new_deployment.value_or(false));
}

/// What only new tasks and the scheduler notice.
Result<void> read_settings(const UpdateServiceRequest& request, Service& service) {
  if (request.desired_count) {
    if (is_daemon(service)) {
      return refused(
          "The daemon scheduling strategy does not support a desired count for services. Remove "
          "the desired count value and try again");
    }
    TRY_VOID(check_desired_count(*request.desired_count));
    service.desired_count = *request.desired_count;
  }
  service.health_check_grace_period =
      TRY(read_grace_period(request.health_check_grace_period_seconds, service));
  if (request.placement_constraints) {
    service.placement_constraints =
        TRY(read_placement_constraints(request.placement_constraints, service.launch_type));
  }
  if (request.placement_strategy) {
    service.placement_strategy =
        TRY(read_placement_strategy(request.placement_strategy, service.launch_type));
  }
  TRY_VOID(check_placement(service, request));
  TRY_VOID(check_daemon(service));
  TRY_VOID(read_zone_rebalancing(request.availability_zone_rebalancing, service));
  if (request.enable_ecs_managed_tags) {
    service.enable_ecs_managed_tags = *request.enable_ecs_managed_tags;
  }
  if (request.propagate_tags) service.propagate_tags = request.propagate_tags;
  return {};
}

}  // namespace

Result<Change<gen::ecs::UpdateServiceResponse>> update_service(const View& view,
                                                               const UpdateServiceRequest& request,
                                                               const Stamp& stamp) {
  auto service = TRY(find_active_service(view, stamp, request.cluster, request.service));
  TRY_VOID(refuse_common(request));
  TRY_VOID(refuse({{"a change of deploymentController",
                    request.deployment_controller &&
                        request.deployment_controller->type != service.deployment_controller}}));
  TRY_VOID(check_external(service, request));
  Change<gen::ecs::UpdateServiceResponse> change;
  auto deploys = Deploys::no;
  if (!is_external(service)) {
    deploys = TRY(read_workload(view, request, stamp, service, change.commands));
  }
  TRY_VOID(read_settings(request, service));
  TRY_VOID(check_constraint_count(view, service));
  std::optional<model::ServiceRevision> revision;
  if (deploys == Deploys::yes) {
    revision = start_deployment(view, service, stamp, change.commands);
  }
  if (!is_external(service)) service.deployments.front().desired_count = service.desired_count;
  change.response.service = show_service(view, service, revision ? &*revision : nullptr);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

}  // namespace berth::api::ecs
