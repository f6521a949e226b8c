#pragma once
// Once the world is healed the system must come to rest where it should be: every service has what
// it wants or a true reason for less, every task has left its transient statuses, and what the
// server says runs really runs.

#include <string>
#include <vector>

#include "sim/world/world.hpp"

namespace berth::sim {

/// What is not yet as it should be, one sentence each; empty when the system has converged.
std::vector<std::string> pending(World& world);

/// Whether nothing that runs will ever end by itself, so that a quiet system stays quiet.
bool is_steady(World& world);

}  // namespace berth::sim
