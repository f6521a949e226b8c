#include "sim/operator/history.hpp"

#include <gtest/gtest.h>

namespace berth::sim {
namespace {

using namespace std::chrono_literals;

struct HistoryTest : testing::Test {
  Instant at(Duration since) const { return Instant{} + since; }
  WriteHistory<int> history;
};

TEST_F(HistoryTest, AnAnsweredWriteIsTheOnlyPossibleValue) {
  history.answered(history.sent(1, at(0s)), at(1s));
  EXPECT_TRUE(history.certain(1));
  history.answered(history.sent(2, at(2s)), at(3s));
  EXPECT_TRUE(history.certain(2));
  EXPECT_FALSE(history.possible(1));
}

TEST_F(HistoryTest, AnUnansweredWriteMayOrMayNotHaveHappened) {
  history.answered(history.sent(1, at(0s)), at(1s));
  history.unanswered(history.sent(2, at(2s)));
  EXPECT_TRUE(history.possible(1));
  EXPECT_TRUE(history.possible(2));
}

TEST_F(HistoryTest, AnUnansweredWriteMayArriveAfterALaterOne) {
  history.unanswered(history.sent(2, at(2s)));
  history.answered(history.sent(3, at(5s)), at(6s));
  EXPECT_TRUE(history.possible(2));
  history.answered(history.sent(4, at(10min)), at(11min));
  EXPECT_TRUE(history.certain(4));
}

TEST_F(HistoryTest, OfConcurrentWritesEitherMayWin) {
  const auto one = history.sent(1, at(0s));
  const auto two = history.sent(2, at(1s));
  history.answered(one, at(3s));
  history.answered(two, at(2s));
  EXPECT_TRUE(history.possible(1));
  EXPECT_TRUE(history.possible(2));
  EXPECT_FALSE(history.possible(3));
}

TEST_F(HistoryTest, ARefusedWriteNeverHappened) {
  history.answered(history.sent(1, at(0s)), at(1s));
  history.refused(history.sent(2, at(2s)), at(3s));
  EXPECT_TRUE(history.certain(1));
}

}  // namespace
}  // namespace berth::sim
