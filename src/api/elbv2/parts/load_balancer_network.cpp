#include "api/elbv2/parts/load_balancer_network.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/members.hpp"
#include "rules/address_allocation.hpp"

namespace berth::api::elbv2::parts {

namespace {

Result<std::vector<std::string>> chosen_subnet_ids(
    const std::optional<std::vector<std::string>>& subnets,
    const std::optional<std::vector<gen::elbv2::SubnetMapping>>& mappings) {
  const bool by_id = subnets && !subnets->empty();
  const bool by_mapping = mappings && !mappings->empty();
  if (by_id && by_mapping) {
    return fail(ErrorCode::validation,
                "You can specify either subnets or subnet mappings, but not both");
  }
  if (!by_mapping) return by_id ? *subnets : std::vector<std::string>{};
  std::vector<std::string> ids;
  for (const auto& mapping : *mappings) {
    TRY_VOID(expect_absent(mapping.allocation_id, "SubnetMappings.AllocationId"));
    TRY_VOID(expect_absent(mapping.private_ipv4_address, "SubnetMappings.PrivateIPv4Address"));
    TRY_VOID(expect_absent(mapping.ipv6_address, "SubnetMappings.IPv6Address"));
    TRY_VOID(expect_absent(mapping.source_nat_ipv6_prefix, "SubnetMappings.SourceNatIpv6Prefix"));
    if (!mapping.subnet_id) return fail(ErrorCode::validation, "A subnet ID must be specified");
    ids.push_back(*mapping.subnet_id);
  }
  return ids;
}

Result<void> check_zones(const std::vector<model::Subnet>& subnets) {
  std::set<std::string> zones;
  for (const auto& subnet : subnets) zones.insert(subnet.availability_zone);
  if (zones.size() < subnets.size()) {
    return fail(ErrorCode::invalid_configuration_request,
                "A load balancer cannot be attached to multiple subnets in the same Availability "
                "Zone");
  }
  if (zones.size() < 2) {
    return fail(ErrorCode::validation,
                "At least two subnets in two different Availability Zones must be specified");
  }
  return {};
}

}  // namespace

Result<std::vector<model::Subnet>> chosen_subnets(
    const View& view, const DefaultNetwork& network,
    const std::optional<std::vector<std::string>>& subnets,
    const std::optional<std::vector<gen::elbv2::SubnetMapping>>& mappings) {
  std::vector<model::Subnet> chosen;
  for (const auto& id : TRY(chosen_subnet_ids(subnets, mappings))) {
    const auto* subnet = find_subnet(view, network, model::SubnetId(id));
    if (!subnet) {
      return fail(ErrorCode::subnet_not_found,
                  fmt::format("The subnet ID '{}' does not exist", id));
    }
    chosen.push_back(*subnet);
  }
  TRY_VOID(check_zones(chosen));
  return chosen;
}

Result<std::vector<std::string>> chosen_security_groups(
    const View& view, const DefaultNetwork& network,
    const std::optional<std::vector<std::string>>& groups) {
  if (!groups || groups->empty()) return std::vector{network.group.id.text()};
  for (const auto& id : *groups) {
    if (!find_security_group(view, network, model::SecurityGroupId(id))) {
      return fail(ErrorCode::invalid_security_group,
                  fmt::format("One or more security groups are invalid: '{}'", id));
    }
  }
  return *groups;
}

Result<std::vector<model::LoadBalancerZone>> place_in(
    const View& view, const std::vector<model::Subnet>& subnets,
    const std::vector<model::LoadBalancerZone>& current, const Stamp& stamp) {
  std::vector<model::LoadBalancerZone> zones;
  for (const auto& subnet : subnets) {
    const auto kept = std::ranges::find(current, subnet.id, &model::LoadBalancerZone::subnet_id);
    if (kept != current.end()) {
      zones.push_back(*kept);
      continue;
    }
    const auto& used = view.addresses_in(subnet.vpc_id);
    auto address = rules::free_address(subnet, used, stamp.entropy.next());
    if (!address) {
      return fail(ErrorCode::invalid_subnet,
                  fmt::format("Not enough IP space available in {}. ELB requires at least 8 free "
                              "IP addresses in each subnet.",
                              subnet.id.text()));
    }
    zones.push_back({subnet.availability_zone, subnet.id, std::move(*address)});
  }
  return zones;
}

}  // namespace berth::api::elbv2::parts
