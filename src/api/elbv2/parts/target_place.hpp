#pragma once
// Where a target of a RegisterTargets request is: the address that takes its traffic and the zone
// it stands in.

#include <string>

#include "api/operation.hpp"
#include "gen/elbv2/types.hpp"

namespace berth::api::elbv2::parts {

struct TargetPlace {
  std::string address;
  std::string zone;  // "all" for addresses outside the VPC.
};

/// For `ip` groups an address inside a subnet of the VPC, or one of the private ranges that AWS
/// accepts outside of it; for `instance` groups a container instance by its EC2 instance id.
Result<TargetPlace> place_of(const View& view, const Stamp& stamp, const model::TargetGroup& group,
                             const gen::elbv2::TargetDescription& target);

}  // namespace berth::api::elbv2::parts
