#include "sim/run.hpp"

#include <gtest/gtest.h>

#include "sim/world/agent_process.hpp"
#include "sim/world/server_process.hpp"

namespace berth::sim {
namespace {

Verdict play(std::uint64_t seed, Mutant mutant = Mutant::none) {
  Options options = draw_options(seed, Effort::full);
  provoke(mutant, options);
  return run(options, Programs{make_server, make_agent}, Detail::none, [](std::string_view) {});
}

TEST(Run, TheRealServerAndAgentsPassTheFirstSeeds) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    EXPECT_EQ(play(seed).failure, "") << "seed " << seed;
  }
}

TEST(Run, ASeedPlayedAgainGivesTheSameTrace) {
  EXPECT_EQ(play(5).trace, play(5).trace);
  EXPECT_NE(play(5).trace, play(6).trace);
}

/// Which seeds stop a task and then wait for its end changes with every part of the system.
TEST(Run, ASabotagedWorldFails) {
  bool noticed = false;
  for (std::uint64_t seed = 1; seed <= 30 && !noticed; ++seed) {
    const auto verdict = play(seed, Mutant::swallow_stops);
    noticed = verdict.failure.find("convergence") != std::string::npos;
  }
  EXPECT_TRUE(noticed);
}

}  // namespace
}  // namespace berth::sim
