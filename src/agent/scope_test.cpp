#include "agent/scope.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "agent/testing/world.hpp"
#include "ports/sleep.hpp"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

struct ScopeTest : ::testing::Test {
  ScopeTest() { scope.start_on(world.context.get_executor()); }

  awaitable<void> sleep_then_count(Duration delay) {
    const auto slept = co_await ports::sleep_for(world.clock, delay);
    if (slept) ++ended;
  }
  awaitable<void> count_at_once() {
    ++ended;
    co_return;
  }
  awaitable<void> spawn_and_look() {
    scope.spawn(count_at_once());
    ended_when_spawn_returned = ended;
    co_return;
  }
  awaitable<void> wait_for_all() {
    co_await scope.join();
    joined = true;
  }

  testing::World world;
  Scope scope{world.clock};
  int ended = 0, ended_when_spawn_returned = -1;
  bool joined = false;
};

TEST_F(ScopeTest, JoinWaitsForEveryChild) {
  scope.spawn(sleep_then_count(1s));
  scope.spawn(sleep_then_count(3s));
  world.start(wait_for_all());
  world.run_for(2s);
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(joined);
  world.run_for(2s);
  EXPECT_EQ(ended, 2);
  EXPECT_TRUE(joined);
}

TEST_F(ScopeTest, CancelUnwindsChildrenAtTheirNextWait) {
  scope.spawn(sleep_then_count(1h));
  world.run_ready();
  EXPECT_EQ(scope.running(), 1u);
  scope.cancel();
  world.start(wait_for_all());
  world.run_ready();
  EXPECT_EQ(ended, 0);
  EXPECT_TRUE(joined);
}

TEST_F(ScopeTest, NothingStartsAfterCancel) {
  scope.spawn(sleep_then_count(0s));
  scope.cancel();
  scope.spawn(sleep_then_count(0s));
  world.run_for(1s);
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(scope.running(), 0u);
}

TEST_F(ScopeTest, AChildNeverBeginsInsideSpawn) {
  world.start(spawn_and_look());
  world.run_ready();
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(ended_when_spawn_returned, 0);
}

}  // namespace
}  // namespace berth::agent
