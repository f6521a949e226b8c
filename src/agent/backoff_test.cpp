#include "agent/backoff.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "agent/testing/world.hpp"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;

TEST(Backoff, GrowsByItsFactorUpToTheLongest) {
  testing::CountedEntropy entropy;
  Backoff backoff({.first = 1s, .longest = 5s, .factor = 2, .jitter = 0}, entropy);
  EXPECT_EQ(backoff.next(), 1s);
  EXPECT_EQ(backoff.next(), 2s);
  EXPECT_EQ(backoff.next(), 4s);
  EXPECT_EQ(backoff.next(), 5s);
  EXPECT_EQ(backoff.next(), 5s);
  backoff.reset();
  EXPECT_EQ(backoff.next(), 1s);
}

TEST(Backoff, JitterTakesOffNoMoreThanItsShare) {
  testing::CountedEntropy entropy;
  Backoff backoff({.first = 10s, .longest = 10s, .factor = 1, .jitter = 0.2}, entropy);
  for (int i = 0; i < 100; ++i) {
    const Duration delay = backoff.next();
    EXPECT_GE(delay, 8s);
    EXPECT_LE(delay, 10s);
  }
}

}  // namespace
}  // namespace berth::agent
