#include "api/elbv2/parts/target_place.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace berth::api::elbv2::parts {

namespace {

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::validation, std::move(message));
}

/// RFC 1918 and RFC 6598.
bool is_private(std::uint32_t address) {
  static constexpr std::string_view ranges[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                                "100.64.0.0/10"};
  return std::ranges::any_of(
      ranges, [&](std::string_view range) { return model::Cidr::parse(range)->contains(address); });
}

const model::Subnet* subnet_of(const View& view, const model::VpcId& vpc, std::uint32_t address) {
  for (const auto& [id, subnet] : view.subnets()) {
    if (subnet.vpc_id != vpc) continue;
    const auto range = model::Cidr::parse(subnet.cidr_block);
    if (range && range->contains(address)) return &subnet;
  }
  return nullptr;
}

bool belongs_to_load_balancer(const View& view, const model::VpcId& vpc,
                              const std::string& address) {
  for (const auto& [arn, row] : view.load_balancers()) {
    if (row.vpc_id != vpc) continue;
    for (const auto& zone : row.zones) {
      if (zone.address == address) return true;
    }
  }
  return false;
}

Result<TargetPlace> place_outside(const gen::elbv2::TargetDescription& target,
                                  std::uint32_t address) {
  if (!is_private(address)) {
    return fail(ErrorCode::invalid_target,
                fmt::format("The following targets are not in the VPC's address range nor in a "
                            "private one: '{}'",
                            target.id));
  }
  if (target.availability_zone != "all") {
    return invalid(
        fmt::format("The Availability Zone of target '{}', which is outside the VPC, "
                    "must be 'all'",
                    target.id));
  }
  return TargetPlace{target.id, "all"};
}

Result<TargetPlace> place_of_address(const View& view, const model::TargetGroup& group,
                                     const gen::elbv2::TargetDescription& target) {
  const auto address = model::parse_ipv4(target.id);
  if (!address) {
    return invalid(fmt::format("The IP address '{}' is not a valid IPv4 address", target.id));
  }
  const auto range = model::Cidr::parse(view.vpcs().at(group.vpc_id).cidr_block);
  if (!range || !range->contains(*address)) return place_outside(target, *address);
  const auto* subnet = subnet_of(view, group.vpc_id, *address);
  if (!subnet) {
    return fail(
        ErrorCode::invalid_target,
        fmt::format("The following targets are not in a subnet of the VPC: '{}'", target.id));
  }
  if (belongs_to_load_balancer(view, group.vpc_id, target.id)) {
    return fail(ErrorCode::invalid_target,
                fmt::format("The target IP address '{}' is reserved for use by a load balancer",
                            target.id));
  }
  const auto& zone = target.availability_zone;
  if (zone && *zone != "all" && *zone != subnet->availability_zone) {
    return invalid(
        fmt::format("The Availability Zone '{}' is not the one of target '{}'", *zone, target.id));
  }
  return TargetPlace{target.id, subnet->availability_zone};
}

/// The newest registration of the instance by an agent.
const model::ContainerInstance* find_instance(const View& view, const Stamp& stamp,
                                              const std::string& id) {
  const model::ContainerInstance* newest = nullptr;
  for (const auto& [arn, row] : view.container_instances()) {
    if (row.ec2_instance_id != id || row.capacity != model::Capacity::ec2) continue;
    if (row.status == model::ContainerInstanceStatus::inactive) continue;
    if (model::realm_of(arn.text()) != stamp.realm) continue;
    if (!newest || row.registered_at > newest->registered_at) newest = &row;
  }
  return newest;
}

Result<TargetPlace> place_of_instance(const View& view, const Stamp& stamp,
                                      const gen::elbv2::TargetDescription& target) {
  const auto* instance = find_instance(view, stamp, target.id);
  if (!instance) {
    return fail(ErrorCode::invalid_target,
                fmt::format("The following targets are not in a running state and cannot be "
                            "registered: '{}'",
                            target.id));
  }
  const auto& zone = target.availability_zone;
  if (zone && *zone != instance->availability_zone) {
    return invalid(
        fmt::format("The Availability Zone '{}' is not the one of target '{}'", *zone, target.id));
  }
  return TargetPlace{instance->private_address, instance->availability_zone};
}

}  // namespace

Result<TargetPlace> place_of(const View& view, const Stamp& stamp, const model::TargetGroup& group,
                             const gen::elbv2::TargetDescription& target) {
  return group.target_type == model::TargetType::ip ? place_of_address(view, group, target)
                                                    : place_of_instance(view, stamp, target);
}

}  // namespace berth::api::elbv2::parts
