#pragma once
// A Transport with a lie in it, for the mutants that live between the server and its agents or
// clients.

#include <memory>

#include "ports/transport.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/sim_clock.hpp"

namespace berth::sim {

/// The transport itself, unless the mutant sabotages it. The clock is that of
/// the agent or client.
std::unique_ptr<ports::Transport> sabotage(Mutant mutant, ports::Clock& clock,
                                           std::unique_ptr<ports::Transport> transport);

}  // namespace berth::sim
