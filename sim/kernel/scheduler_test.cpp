#include "sim/kernel/scheduler.hpp"

#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include "ports/event.hpp"
#include "ports/sleep.hpp"
#include "sim/kernel/executor.hpp"
#include "sim/kernel/reply.hpp"
#include "sim/kernel/sim_clock.hpp"

namespace berth::sim {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct Guard {
  explicit Guard(int& count) : live(count) { ++live; }
  ~Guard() { --live; }
  Guard(const Guard&) = delete;
  int& live;
};

asio::awaitable<void> tick(ports::Clock& clock, int& live, std::string& order, char letter) {
  Guard guard(live);
  while (true) {
    order += letter;
    co_await ports::sleep_for(clock, 10ms);
  }
}

struct Played {
  std::string order;
  std::uint64_t trace = 0;
};

Played play(std::uint64_t seed) {
  Played played;
  int live = 0;
  Scheduler scheduler(seed);
  const Process process = scheduler.spawn("tick");
  SimClock clock(scheduler, process);
  const Executor executor(scheduler, process);
  for (char letter = 'a'; letter <= 'f'; ++letter) {
    asio::co_spawn(executor, tick(clock, live, played.order, letter), asio::detached);
  }
  scheduler.run_for(1s);
  played.trace = scheduler.trace();
  return played;
}

TEST(SchedulerTest, EqualSeedsRunTasksInTheSameOrder) {
  const Played first = play(7);
  const Played second = play(7);
  EXPECT_EQ(first.order, second.order);
  EXPECT_EQ(first.trace, second.trace);
}

TEST(SchedulerTest, DifferentSeedsRunTasksInDifferentOrders) {
  EXPECT_NE(play(7).order, play(8).order);
  EXPECT_NE(play(7).trace, play(8).trace);
}

// The same value under GCC and clang: a seed means the same everywhere.
TEST(SchedulerTest, TraceIsTheSameWithEveryCompiler) {
  EXPECT_EQ(play(7).order.substr(0, 24), "acbdfedbacfecdafebadecfb");
  EXPECT_EQ(play(7).trace, 11340129471301431121u);
}

TEST(SchedulerTest, KillDestroysSleepingCoroutinesAndTimers) {
  int live = 0;
  std::string order;
  Scheduler scheduler(1);
  const Process doomed = scheduler.spawn("doomed");
  const Process survivor = scheduler.spawn("survivor");
  SimClock doomed_clock(scheduler, doomed);
  SimClock survivor_clock(scheduler, survivor);
  asio::co_spawn(Executor(scheduler, doomed), tick(doomed_clock, live, order, 'd'), asio::detached);
  asio::co_spawn(Executor(scheduler, survivor), tick(survivor_clock, live, order, 's'),
                 asio::detached);
  scheduler.run_for(25ms);
  EXPECT_EQ(live, 2);
  scheduler.kill(doomed);
  EXPECT_EQ(live, 1);
  EXPECT_FALSE(scheduler.alive(doomed));
  order.clear();
  scheduler.run_for(30ms);
  EXPECT_EQ(order, "sss");
}

asio::awaitable<void> outer(ports::Clock& clock, int& live, std::string& order) {
  Guard guard(live);
  co_await tick(clock, live, order, 'x');
}

TEST(SchedulerTest, KillUnwindsNestedFramesFromTheInside) {
  int live = 0;
  std::string order;
  Scheduler scheduler(1);
  const Process process = scheduler.spawn("nested");
  SimClock clock(scheduler, process);
  asio::co_spawn(Executor(scheduler, process), outer(clock, live, order), asio::detached);
  scheduler.run_for(5ms);
  EXPECT_EQ(live, 2);
  scheduler.kill(process);
  EXPECT_EQ(live, 0);
}

asio::awaitable<void> await_reply(Reply<int> reply, int& live, std::optional<Result<int>>& got) {
  Guard guard(live);
  got = co_await Reply<int>::wait(reply);
}

TEST(SchedulerTest, AReplyToADeadProcessFindsNobody) {
  int live = 0;
  std::optional<Result<int>> got;
  Scheduler scheduler(1);
  const Process process = scheduler.spawn("asker");
  const Reply<int> reply(scheduler, process);
  asio::co_spawn(Executor(scheduler, process), await_reply(reply, live, got), asio::detached);
  scheduler.run_for(5ms);
  scheduler.kill(process);
  EXPECT_EQ(live, 0);
  reply.set(5);
  scheduler.run_for(5ms);
  EXPECT_FALSE(got);
}

TEST(SchedulerTest, TheFirstGiverOfAReplyWins) {
  int live = 0;
  std::optional<Result<int>> got;
  Scheduler scheduler(1);
  const Process process = scheduler.spawn("asker");
  const Reply<int> reply(scheduler, process);
  SimClock clock(scheduler, process);
  reply.expire_at(clock, clock.now() + 10ms, ErrorCode::timed_out, "late");
  asio::co_spawn(Executor(scheduler, process), await_reply(reply, live, got), asio::detached);
  scheduler.run_for(9ms);
  EXPECT_FALSE(got);
  scheduler.run_for(1ms);
  ASSERT_TRUE(got);
  ASSERT_FALSE(*got);
  EXPECT_EQ(got->error().code, ErrorCode::timed_out);
  reply.set(5);
  EXPECT_EQ(live, 0);
}

TEST(SchedulerTest, WorkPostedByTheDyingAndTheDeadIsDropped) {
  Scheduler scheduler(1);
  const Process process = scheduler.spawn("gone");
  scheduler.kill(process);
  bool ran = false;
  scheduler.post(process, [&ran] { ran = true; });
  scheduler.call_at(process, scheduler.now() + 1ms, [&ran] { ran = true; });
  scheduler.resume(scheduler.park(process, [&ran] { ran = true; }));
  scheduler.run_for(5ms);
  EXPECT_FALSE(ran);
}

TEST(SchedulerTest, CanceledTimersNeverRun) {
  Scheduler scheduler(1);
  const Process process = scheduler.spawn("p");
  bool ran = false;
  const auto timer = scheduler.call_at(process, scheduler.now() + 1ms, [&ran] { ran = true; });
  scheduler.cancel(timer);
  scheduler.cancel(timer);
  scheduler.run_for(5ms);
  EXPECT_FALSE(ran);
}

void repost(Scheduler& scheduler, Process process) {
  scheduler.post(process, [&scheduler, process] { repost(scheduler, process); });
}

TEST(SchedulerTest, TasksThatMakeTasksWithoutEndAreALivelock) {
  Scheduler scheduler(1);
  repost(scheduler, scheduler.spawn("spinner"));
  scheduler.run_for(1s);
  EXPECT_TRUE(scheduler.livelock());
}

TEST(SimClockTest, ASkewedClockShowsItsErrorAndStillWaitsTheWorldsTime) {
  Scheduler scheduler(1);
  const Process process = scheduler.spawn("fast");
  SimClock clock(scheduler, process, ClockError{.skew = 2s, .drift_ppm = 200'000});
  const Instant start = scheduler.now();
  EXPECT_EQ(clock.now() - start, 2s);
  Instant rung{};
  clock.call_after(1200ms, [&] { rung = scheduler.now(); });
  scheduler.run_for(10s);
  EXPECT_GE(rung - start, 1000ms);
  EXPECT_LE(rung - start, 1002ms);
  EXPECT_EQ(clock.now() - start, 2s + 12s);
}

TEST(SimEntropyTest, ASplitDoesNotDisturbItsOrigin) {
  SimEntropy one(5);
  SimEntropy two(5);
  SimEntropy child = one.split("child");
  child.next();
  EXPECT_EQ(one.next(), two.next());
  EXPECT_NE(SimEntropy(5).split("a").next(), SimEntropy(5).split("b").next());
}

TEST(SimEntropyTest, ExponentialDrawsHaveTheirMeanAndLimit) {
  SimEntropy entropy(5);
  std::int64_t sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto drawn = entropy.exponential(100);
    EXPECT_GE(drawn, 0);
    EXPECT_LE(drawn, 800);
    sum += drawn;
  }
  EXPECT_NEAR(static_cast<double>(sum) / 10'000, 100, 5);
}

}  // namespace
}  // namespace berth::sim
