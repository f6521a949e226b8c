#pragma once
// The one default action that Berth's listeners have: forward everything to one target group, in
// either of the two shapes that AWS accepts. Every other action is refused by its name.

#include <vector>

#include "api/operation.hpp"
#include "gen/elbv2/types.hpp"

namespace berth::api::elbv2::parts {

/// The target group that the actions forward to.
Result<const model::TargetGroup*> forward_target(const View& view, const Stamp& stamp,
                                                 const std::vector<gen::elbv2::Action>& actions);

/// A target group serves one load balancer (TargetGroupAssociationLimit).
Result<void> check_association(const View& view, const model::TargetGroup& group,
                               const model::LoadBalancerArn& load_balancer);

}  // namespace berth::api::elbv2::parts
