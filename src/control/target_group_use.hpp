#pragma once
// Who uses a target group: the load balancer whose listener forwards to it.

#include <set>
#include <string>

#include "state/state.hpp"

namespace berth::control {

/// The zones of the load balancer that forwards to the group; empty when no listener does.
std::set<std::string> enabled_zones(const state::State& state, const model::TargetGroupArn& arn);

}  // namespace berth::control
