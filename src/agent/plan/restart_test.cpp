// A container with a restart policy, from the end of a run to the next one.

#include "agent/plan/restart.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "agent/plan/settle.hpp"
#include "agent/plan/transition.hpp"
#include "agent/testing/records.hpp"

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;

constexpr Instant begun{1h};
const StepsUnderWay idle;

TaskRecord running_task() {
  auto web = testing::container("web", ContainerStatus::running);
  web.started_at = begun;
  web.restarts.emplace().attempt_period = 60s;
  web.restarts->ignored_exit_codes = {2};
  auto task = testing::task({web});
  task.known = TaskStatus::running;
  return task;
}

Observation exit_at(Instant finished, std::int32_t code, Instant started = begun) {
  Observation seen;
  seen.state = EngineState::exited;
  seen.exit_code = code;
  seen.started_at = started;
  seen.finished_at = finished;
  return seen;
}

Observation running_since(Instant started) {
  Observation seen;
  seen.state = EngineState::running;
  seen.started_at = started;
  return seen;
}

TEST(Restart, FollowsARunThatLastedLongEnough) {
  struct Row {
    Duration lasted;
    std::int32_t code;
    bool restarted;
  };
  for (const auto& row : {Row{60s, 0, true},
                          {60s, 1, true},
                          {60s, 137, true},
                          {59999ms, 1, false},
                          {-1ms, 1, false},
                          {1h, 2, false}}) {
    auto task = running_task();
    observe(task, 0, exit_at(begun + row.lasted, row.code), begun + 2h);
    EXPECT_EQ(restart_pending(task.containers[0]), row.restarted) << row.code;
    EXPECT_EQ(task.containers[0].restarts->count, row.restarted ? 1 : 0);
    EXPECT_EQ(task.changes.empty(), row.restarted) << "no state change is sent for a restart";
  }
}

TEST(Restart, IsNotForAContainerWithoutPolicyNorForATaskThatIsToStop) {
  auto task = running_task();
  task.containers[0].restarts.reset();
  observe(task, 0, exit_at(begun + 2h, 1), begun + 2h);
  EXPECT_EQ(task.containers[0].known, ContainerStatus::stopped);
  task = running_task();
  want_stopped(task, "");
  observe(task, 0, exit_at(begun + 2h, 1), begun + 2h);
  EXPECT_EQ(task.containers[0].known, ContainerStatus::stopped);
}

TEST(Restart, IsCountedOnceHoweverOftenTheEndIsSeen) {
  auto task = running_task();
  const auto seen = exit_at(begun + 2min, 1);
  observe(task, 0, seen, begun + 2min);
  observe(task, 0, seen, begun + 3min);
  EXPECT_EQ(task.containers[0].restarts->count, 1);
  settle(task, idle, {}, begun + 3min);
  EXPECT_TRUE(task.outbox.empty());
  observe(task, 0, running_since(begun + 4min), begun + 4min);
  EXPECT_FALSE(restart_pending(task.containers[0]));
  EXPECT_EQ(task.containers[0].started_at, begun + 4min);
  EXPECT_EQ(task.containers[0].restarts->count, 1);
}

TEST(Restart, CountsEachPeriodFromTheLastStart) {
  auto task = running_task();
  observe(task, 0, exit_at(begun + 2min, 1), begun + 2min);
  observe(task, 0, running_since(begun + 3min), begun + 3min);
  observe(task, 0, exit_at(begun + 3min + 59s, 7, begun + 3min), begun + 4min);
  EXPECT_EQ(task.containers[0].known, ContainerStatus::stopped);
  EXPECT_EQ(task.containers[0].exit_code, 7);
  ASSERT_EQ(task.changes.size(), 1u);
  EXPECT_EQ(task.changes[0].status, "STOPPED");
}

TEST(Restart, ThatWasNeverSeenRunningIsJudgedLikeAnyOther) {
  auto task = running_task();
  observe(task, 0, exit_at(begun + 2min, 1), begun + 2min);
  observe(task, 0, exit_at(begun + 5min, 4, begun + 3min), begun + 6min);
  EXPECT_EQ(task.containers[0].restarts->count, 2);
  EXPECT_EQ(task.containers[0].restarts->pending->exit_code, 4);
}

TEST(Restart, GivesWayToAStop) {
  auto task = running_task();
  observe(task, 0, exit_at(begun + 2min, 9), begun + 2min);
  want_stopped(task, "");
  StepsUnderWay starting;
  starting.begin({StepKind::start_container, 0});
  settle(task, starting, {}, begun + 3min);
  EXPECT_EQ(task.containers[0].known, ContainerStatus::running) << "the start may come through";
  settle(task, idle, {}, begun + 3min);
  EXPECT_EQ(task.known, TaskStatus::stopped);
  EXPECT_EQ(task.containers[0].exit_code, 9);
  EXPECT_EQ(task.containers[0].finished_at, begun + 2min);
}

TEST(Restart, ThatFailsKeepsTheEndOfTheLastRun) {
  auto task = running_task();
  observe(task, 0, exit_at(begun + 2min, 9), begun + 2min);
  mark_failed(task, 0, "CannotStartContainerError: no", begun + 3min);
  EXPECT_EQ(task.containers[0].exit_code, 9);
  EXPECT_EQ(task.containers[0].reason, "CannotStartContainerError: no");
  EXPECT_EQ(task.containers[0].finished_at, begun + 2min);
}

TEST(Restart, OfAContainerThatIsGoneCannotBe) {
  auto task = running_task();
  observe(task, 0, exit_at(begun + 2min, 9), begun + 2min);
  observe(task, 0, {}, begun + 3min);
  EXPECT_EQ(task.containers[0].known, ContainerStatus::stopped);
  EXPECT_EQ(task.containers[0].exit_code, 9);
}

}  // namespace
}  // namespace berth::agent::plan
