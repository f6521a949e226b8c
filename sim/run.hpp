#pragma once
// One run: a world drawn from a seed lives through faults and requests, is healed, must converge,
// and must have kept every invariant. Equal seeds give equal traces.

#include <cstdint>
#include <string>

#include "sim/kernel/story.hpp"
#include "sim/world/options.hpp"
#include "sim/world/program.hpp"

namespace berth::sim {

struct Verdict {
  /// What did not hold; empty for a run that passed.
  std::string failure;
  std::uint64_t trace = 0;
  std::uint64_t steps = 0;
  Duration simulated{};

  bool passed() const { return failure.empty(); }
};

Verdict run(const Options& options, const Programs& programs, Detail detail, Story::Sink sink);

}  // namespace berth::sim
