#include "api/network.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "rules/default_network.hpp"

namespace berth::api {

namespace {

DefaultNetwork existing_network(const View& view, const model::Vpc& vpc) {
  DefaultNetwork network{.vpc = vpc, .subnets = {}, .group = {}, .command = {}};
  for (const auto& [id, subnet] : view.subnets()) {
    if (subnet.vpc_id == vpc.id && subnet.default_for_az) network.subnets.push_back(subnet);
  }
  std::ranges::sort(network.subnets, {}, &model::Subnet::availability_zone);
  for (const auto& [id, group] : view.security_groups()) {
    if (group.vpc_id == vpc.id && group.name == "default") network.group = group;
  }
  check(!network.group.id.empty(), "a default VPC has its default security group");
  return network;
}

}  // namespace

Result<DefaultNetwork> default_network(const View& view, const model::Realm& realm) {
  if (const auto* vpc = view.default_vpc(realm)) return existing_network(view, *vpc);
  std::set<std::string> taken;
  for (const auto& [id, vpc] : view.vpcs()) taken.insert(vpc.cidr_block);
  auto plan = rules::plan_default_network(realm, taken);
  if (!plan) {
    return fail(ErrorCode::limit_exceeded,
                "Every address range for default VPCs is in use by another account or region.");
  }
  Command command = state::CreateDefaultVpc{plan->vpc, plan->subnets, plan->security_group};
  return DefaultNetwork{.vpc = std::move(plan->vpc),
                        .subnets = std::move(plan->subnets),
                        .group = std::move(plan->security_group),
                        .command = std::move(command)};
}

std::vector<Command> with_network(DefaultNetwork network, std::vector<Command> commands) {
  if (network.command) commands.insert(commands.begin(), std::move(*network.command));
  return commands;
}

const model::Subnet* find_subnet(const View& view, const DefaultNetwork& network,
                                 const model::SubnetId& id) {
  const auto found = std::ranges::find(network.subnets, id, &model::Subnet::id);
  if (found != network.subnets.end()) return &*found;
  const auto* subnet = view.subnets().find(id);
  return subnet && subnet->realm == network.vpc.realm ? subnet : nullptr;
}

const model::SecurityGroup* find_security_group(const View& view, const DefaultNetwork& network,
                                                const model::SecurityGroupId& id) {
  if (network.group.id == id) return &network.group;
  const auto* group = view.security_groups().find(id);
  return group && group->realm == network.vpc.realm ? group : nullptr;
}

}  // namespace berth::api
