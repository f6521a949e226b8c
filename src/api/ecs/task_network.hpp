#pragma once
// The networkConfiguration of RunTask, StartTask and the services: when it must be there, and
// whether what it names exists.

#include <optional>
#include <vector>

#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

struct TaskNetworkChoice {
  /// Set for awsvpc tasks, with the default security group and assignPublicIp filled in.
  std::optional<gen::ecs::NetworkConfiguration> configuration;
  /// Creates the default VPC where the configuration is the first to use it.
  std::vector<Command> commands;
};

/// Berth's addresses are all private: ENABLED is what a task on Fargate may ask for on ECS, and is
/// shown as it was asked for.
Result<TaskNetworkChoice> choose_network(
    const View& view, const Stamp& stamp, const gen::ecs::TaskDefinition& definition,
    gen::ecs::LaunchType launch_type,
    const std::optional<gen::ecs::NetworkConfiguration>& configuration);

}  // namespace berth::api::ecs
