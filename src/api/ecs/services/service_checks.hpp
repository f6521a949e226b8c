#pragma once
// What CreateService and UpdateService check alike (behaviour §1.7.1).

#include <optional>
#include <vector>

#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

/// Percentages laid over a service; deployment features that Berth lacks are refused by name.
Result<void> read_deployment_configuration(
    const std::optional<gen::ecs::DeploymentConfiguration>& configuration, model::Service& service);

/// Each target group exists, has a load balancer and fits the task definition's network mode; the
/// named container has the named port.
Result<void> check_load_balancers(const View& view,
                                  const std::vector<gen::ecs::LoadBalancer>& load_balancers,
                                  const gen::ecs::TaskDefinition& definition);

Result<void> check_desired_count(std::int32_t count);
Result<void> check_launch_type(gen::ecs::LaunchType launch_type,
                               const model::TaskDefinition& definition);

/// A new PRIMARY deployment in front of the others, which become ACTIVE.
void start_deployment(model::Service& service, const Stamp& stamp);

}  // namespace berth::api::ecs
