#pragma once
// Plays runs in child processes, several at a time, so that a run that aborts (a broken check, a
// sanitizer's finding) is one failed seed and not the end of the rest.

#include <cstdint>
#include <functional>
#include <string>

#include "sim/run.hpp"

namespace berth::sim {

/// Runs `play(n)` for each n below `count`, at most `jobs` at a time, and hands each verdict to
/// `done` in the order of the numbers. `done` answers false to start no more.
void play_in_children(std::uint64_t count, unsigned jobs,
                      const std::function<Verdict(std::uint64_t)>& play,
                      const std::function<bool(std::uint64_t, Verdict)>& done);

}  // namespace berth::sim
