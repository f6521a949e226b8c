#pragma once
// Where a load balancer stands: the subnets and security groups of a request, checked, and an
// address of its own in each subnet.

#include <optional>
#include <string>
#include <vector>

#include "api/network.hpp"
#include "gen/elbv2/types.hpp"

namespace berth::api::elbv2::parts {

/// Subnets as the members Subnets or SubnetMappings give them: existing, at least two, each in a
/// zone of its own.
Result<std::vector<model::Subnet>> chosen_subnets(
    const View& view, const DefaultNetwork& network,
    const std::optional<std::vector<std::string>>& subnets,
    const std::optional<std::vector<gen::elbv2::SubnetMapping>>& mappings);

/// Existing security groups; the VPC's default one when none is given.
Result<std::vector<std::string>> chosen_security_groups(
    const View& view, const DefaultNetwork& network,
    const std::optional<std::vector<std::string>>& groups);

/// A zone for each subnet. Those that `current` has keep their address, the others get a free one.
Result<std::vector<model::LoadBalancerZone>> place_in(
    const View& view, const std::vector<model::Subnet>& subnets,
    const std::vector<model::LoadBalancerZone>& current, const Stamp& stamp);

}  // namespace berth::api::elbv2::parts
