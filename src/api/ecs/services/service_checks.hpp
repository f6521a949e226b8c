#pragma once
// What CreateService, UpdateService and the task sets check alike (behaviour §1.7.1).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/ecs/names.hpp"
#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

/// Members that Create and Update have in common and Berth does not honour.
template <class Request>
Result<void> refuse_common(const Request& request) {
  using gen::ecs::DeploymentControllerType;
  const bool code_deploy =
      request.deployment_controller &&
      request.deployment_controller->type == DeploymentControllerType::code_deploy;
  return refuse(
      {{"serviceRegistries", filled(request.service_registries)},
       {"deploymentController CODE_DEPLOY", code_deploy},
       {"enableExecuteCommand", request.enable_execute_command.value_or(false)},
       {"serviceConnectConfiguration",
        request.service_connect_configuration && request.service_connect_configuration->enabled},
       {"volumeConfigurations", filled(request.volume_configurations)},
       {"vpcLatticeConfigurations", filled(request.vpc_lattice_configurations)},
       {"monitoring", request.monitoring.has_value()}});
}

/// Percentages laid over a service; deployment features that Berth lacks are refused by name.
Result<void> read_deployment_configuration(
    const std::optional<gen::ecs::DeploymentConfiguration>& configuration, model::Service& service);
Result<void> check_percentages(const model::Service& service);

/// Laid over a service whose other settings are read. What is not asked for stays.
Result<void> read_zone_rebalancing(
    const std::optional<gen::ecs::AvailabilityZoneRebalancing>& asked, model::Service& service);
/// Empty where zone rebalancing is possible.
std::string_view why_not_rebalanced(const model::Service& service);

/// The role's ARN: the one that was given, or the service-linked role of ECS where the service has
/// load balancers or tasks with network interfaces of their own.
Result<std::optional<std::string>> read_role(const std::optional<std::string>& role,
                                             const model::Service& service,
                                             gen::ecs::NetworkMode network_mode,
                                             const Stamp& stamp);
/// Of a service whose load balancers or network mode may have changed: a role of its own stays
/// where one is permitted still.
std::optional<std::string> role_after_update(const model::Service& service,
                                             gen::ecs::NetworkMode network_mode,
                                             const Stamp& stamp);
std::string service_linked_role(const Stamp& stamp);

/// ECS: up to 36 ASCII characters in the range of 33-126.
Result<void> check_client_token(const std::optional<std::string>& token);

/// Those of the task definition count too.
Result<void> check_constraint_count(const View& view, const model::Service& service);

Result<std::int32_t> read_grace_period(const std::optional<std::int32_t>& seconds,
                                       const model::Service& service);

/// Each target group exists here, has a load balancer and fits the task definition's network mode;
/// the named container has the named port. No entry stands twice.
Result<void> check_load_balancers(const View& view,
                                  const std::vector<gen::ecs::LoadBalancer>& load_balancers,
                                  const gen::ecs::TaskDefinition& definition, const Stamp& stamp);

/// What a DAEMON service may not have.
Result<void> check_daemon(const model::Service& service);

Result<void> check_desired_count(std::int32_t count);

}  // namespace berth::api::ecs
