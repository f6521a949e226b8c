#pragma once
// A loop that the simulator puts beside the server's own for the mutants that are wrong decisions
// about services: each does once a turn what a mistake in the scheduler would do.

#include <memory>

#include "control/loop.hpp"
#include "ports/entropy.hpp"
#include "sim/kernel/mutant.hpp"

namespace berth::sim {

/// Null unless the mutant is one of these.
std::unique_ptr<control::Loop> make_rogue_loop(Mutant mutant, ledger::Ledger& ledger,
                                               ports::Entropy& entropy);

}  // namespace berth::sim
