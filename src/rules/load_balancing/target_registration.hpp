#pragma once
// The life of a target in its group besides its health (behaviour §2.8): how it begins, what
// deregistering does, and whether it can get traffic at all. Shared by the API and by services,
// which register their tasks.

#include <set>
#include <string>

#include "base/time.hpp"
#include "model/load_balancer.hpp"

namespace berth::rules::load_balancing {

/// A target that was just registered. One that drains begins anew when it is registered again; any
/// other one stays as it is, so callers leave registered targets alone.
model::Target registered_target(model::TargetKey key, std::string address,
                                std::string availability_zone, Instant now);

/// The target after DeregisterTargets: it takes no new request and is removed when the group's
/// deregistration delay is over. One that drains already keeps its end.
model::Target draining_target(const model::TargetGroup& group, model::Target target, Instant now);

/// Whether the load balancer's zones include the target's (Target.NotInUse names the other case).
/// "all" is in every zone, and so is a target on an instance whose agent named none.
bool in_enabled_zone(const model::Target& target, const std::set<std::string>& zones);

/// The health of a target that nobody has checked.
inline constexpr model::TargetHealth unchecked_health{};

}  // namespace berth::rules::load_balancing
