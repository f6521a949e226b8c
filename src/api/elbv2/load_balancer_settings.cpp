// SetSecurityGroups, SetSubnets, SetIpAddressType, and the attributes of load balancers.
#include <utility>

#include "api/elbv2/lookup.hpp"
#include "api/elbv2/parts/attribute_list.hpp"
#include "api/elbv2/parts/load_balancer_network.hpp"
#include "api/elbv2/parts/show.hpp"
#include "api/members.hpp"
#include "gen/elbv2/operations.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

const auto attribute_rules = &rules::load_balancing::load_balancer_attribute_rules;

}  // namespace

Result<Change<gen::elbv2::SetSecurityGroupsOutput>> set_security_groups(
    const View& view, const gen::elbv2::SetSecurityGroupsInput& request, const Stamp& stamp) {
  auto row = *TRY(find_load_balancer(view, stamp, request.load_balancer_arn));
  // It exists for network load balancers only.
  TRY_VOID(expect_absent(request.enforce_security_group_inbound_rules_on_private_link_traffic,
                         "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"));
  if (request.security_groups.empty()) {
    return fail(ErrorCode::validation, "At least one security group must be specified");
  }
  const auto network = TRY(default_network(view, stamp.realm));
  row.security_groups = TRY(chosen_security_groups(view, network, request.security_groups));
  Change<gen::elbv2::SetSecurityGroupsOutput> change;
  change.response.security_group_ids = row.security_groups;
  change.commands.push_back(state::UpdateLoadBalancer{std::move(row)});
  return change;
}

Result<Change<gen::elbv2::SetSubnetsOutput>> set_subnets(const View& view,
                                                         const gen::elbv2::SetSubnetsInput& request,
                                                         const Stamp& stamp) {
  auto row = *TRY(find_load_balancer(view, stamp, request.load_balancer_arn));
  TRY_VOID(expect_only(request.ip_address_type, gen::elbv2::IpAddressType::ipv4, "IpAddressType"));
  TRY_VOID(expect_only(request.enable_prefix_for_ipv6_source_nat,
                       gen::elbv2::EnablePrefixForIpv6SourceNatEnum::off,
                       "EnablePrefixForIpv6SourceNat"));
  const auto network = TRY(default_network(view, stamp.realm));
  const auto subnets = TRY(chosen_subnets(view, network, request.subnets, request.subnet_mappings));
  row.zones = TRY(place_in(view, subnets, row.zones, stamp));
  Change<gen::elbv2::SetSubnetsOutput> change;
  change.response.availability_zones = show_zones(row);
  change.response.ip_address_type = gen::elbv2::IpAddressType::ipv4;
  change.commands.push_back(state::UpdateLoadBalancer{std::move(row)});
  return change;
}

Result<Change<gen::elbv2::SetIpAddressTypeOutput>> set_ip_address_type(
    const View& view, const gen::elbv2::SetIpAddressTypeInput& request, const Stamp& stamp) {
  TRY_VOID(find_load_balancer(view, stamp, request.load_balancer_arn));
  TRY_VOID(expect_only(std::optional(request.ip_address_type), gen::elbv2::IpAddressType::ipv4,
                       "IpAddressType"));
  Change<gen::elbv2::SetIpAddressTypeOutput> change;
  change.response.ip_address_type = gen::elbv2::IpAddressType::ipv4;
  return change;
}

Result<Change<gen::elbv2::DescribeLoadBalancerAttributesOutput>> describe_load_balancer_attributes(
    const View& view, const gen::elbv2::DescribeLoadBalancerAttributesInput& request,
    const Stamp& stamp) {
  const auto* row = TRY(find_load_balancer(view, stamp, request.load_balancer_arn));
  Change<gen::elbv2::DescribeLoadBalancerAttributesOutput> change;
  change.response.attributes =
      show_attributes<gen::elbv2::LoadBalancerAttribute>(attribute_rules(), row->attributes);
  return change;
}

Result<Change<gen::elbv2::ModifyLoadBalancerAttributesOutput>> modify_load_balancer_attributes(
    const View& view, const gen::elbv2::ModifyLoadBalancerAttributesInput& request,
    const Stamp& stamp) {
  auto row = *TRY(find_load_balancer(view, stamp, request.load_balancer_arn));
  row.attributes = TRY(read_attributes(attribute_rules(), row.attributes, request.attributes));
  Change<gen::elbv2::ModifyLoadBalancerAttributesOutput> change;
  change.response.attributes =
      show_attributes<gen::elbv2::LoadBalancerAttribute>(attribute_rules(), row.attributes);
  change.commands.push_back(state::UpdateLoadBalancer{std::move(row)});
  return change;
}

}  // namespace berth::api::elbv2
