#include "api/ecs/task_network.hpp"

#include <fmt/format.h>

#include "api/network.hpp"
#include "rules/new_task.hpp"

namespace berth::api::ecs {

Result<TaskNetworkChoice> choose_network(
    const View& view, const Stamp& stamp, const gen::ecs::TaskDefinition& definition,
    gen::ecs::LaunchType launch_type,
    const std::optional<gen::ecs::NetworkConfiguration>& configuration) {
  const bool wanted = configuration && configuration->awsvpc_configuration;
  if (rules::network_mode(definition) != gen::ecs::NetworkMode::awsvpc) {
    if (!wanted) return TaskNetworkChoice{};
    return fail(ErrorCode::invalid_parameter,
                "Network Configuration is not valid for the given networkMode of this task "
                "definition.");
  }
  if (!wanted) {
    return fail(ErrorCode::invalid_parameter,
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  auto network = *configuration->awsvpc_configuration;
  const auto public_ip = network.assign_public_ip.value_or(gen::ecs::AssignPublicIp::disabled);
  if (public_ip == gen::ecs::AssignPublicIp::enabled &&
      launch_type != gen::ecs::LaunchType::fargate) {
    return fail(ErrorCode::invalid_parameter,
                "Assign public IP is not supported for this launch type.");
  }
  network.assign_public_ip = public_ip;
  if (network.subnets.empty()) {
    return fail(ErrorCode::invalid_parameter, "subnets can not be empty.");
  }
  if (network.subnets.size() > 16) {
    return fail(ErrorCode::invalid_parameter, "subnets can have at most 16 items.");
  }
  auto known = TRY(default_network(view, stamp.realm));
  const model::Subnet* first = nullptr;
  for (const auto& id : network.subnets) {
    const auto* subnet = find_subnet(view, known, model::SubnetId{id});
    if (!subnet) {
      return fail(ErrorCode::invalid_parameter,
                  fmt::format("Error retrieving subnet information for [{0}]: The subnet ID '{0}' "
                              "does not exist (ErrorCode: InvalidSubnetID.NotFound)",
                              id));
    }
    if (!first) first = subnet;
    if (subnet->vpc_id != first->vpc_id) {
      return fail(ErrorCode::invalid_parameter, "subnets must all belong to the same VPC.");
    }
  }
  auto groups = network.security_groups.value_or(std::vector<std::string>{});
  if (groups.size() > 5) {
    return fail(ErrorCode::invalid_parameter, "securityGroups can have at most 5 items.");
  }
  for (const auto& id : groups) {
    if (find_security_group(view, known, model::SecurityGroupId{id})) continue;
    return fail(ErrorCode::invalid_parameter,
                fmt::format("Error retrieving security group information for [{0}]: The security "
                            "group '{0}' does not exist (ErrorCode: InvalidGroup.NotFound)",
                            id));
  }
  if (groups.empty()) groups.push_back(known.group.id.text());
  network.security_groups = std::move(groups);
  TaskNetworkChoice choice;
  choice.configuration.emplace().awsvpc_configuration = std::move(network);
  if (known.command) choice.commands.push_back(std::move(*known.command));
  return choice;
}

}  // namespace berth::api::ecs
