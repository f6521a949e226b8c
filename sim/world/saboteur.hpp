#pragma once
// An agent's Transport with a lie in it, for the mutants that live between agent and server.

#include <memory>

#include "ports/transport.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/sim_clock.hpp"

namespace berth::sim {

/// The transport itself, unless the mutant sabotages it. The clock is the agent's.
std::unique_ptr<ports::Transport> sabotage(Mutant mutant, ports::Clock& clock,
                                           std::unique_ptr<ports::Transport> transport);

}  // namespace berth::sim
