#include "agent/plan/plan_task.hpp"

#include <chrono>
#include <set>

#include <gtest/gtest.h>

#include "agent/testing/records.hpp"

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;
using testing::container;
using testing::exited;
using testing::helper_container;
using testing::needing;

constexpr Instant now{100h};

struct Case {
  TaskRecord task;
  StepsUnderWay steps;
  Facts facts{.now = now};

  CleanupTimes cleanup{};

  Plan plan() const { return plan_task(task, steps, facts, cleanup); }
  /// "create 0, pull 1": what the plan begins.
  std::string begun() const {
    const std::map<StepKind, std::string> words{
        {StepKind::prepare_network, "network"}, {StepKind::prepare_cgroup, "cgroup"},
        {StepKind::prepare_volumes, "volumes"}, {StepKind::remove_task, "remove"},
        {StepKind::pull_image, "pull"},         {StepKind::create_container, "create"},
        {StepKind::start_container, "start"},   {StepKind::inspect_container, "inspect"},
        {StepKind::stop_container, "stop"}};
    std::string text;
    for (const auto& step : plan().begin) {
      if (!text.empty()) text += ", ";
      text += words.at(step.kind);
      if (of_container(step.kind)) text += " " + std::to_string(step.container);
    }
    return text;
  }
};

Case running_task(std::vector<ContainerRecord> containers) {
  return {.task = testing::task(std::move(containers)), .steps = {}};
}

ContainerRecord pause(ContainerStatus known) {
  auto record = container("~internal~ecs~pause", known);
  record.kind = ContainerKind::pause;
  return record;
}

TEST(PlanTask, ContainersMoveOneStepAtATime) {
  auto c = running_task({container("a"), container("b", ContainerStatus::pulled),
                         container("c", ContainerStatus::created),
                         container("d", ContainerStatus::running)});
  EXPECT_EQ(c.begun(), "pull 0, create 1, start 2");
}

TEST(PlanTask, ABusyContainerGetsNoSecondStep) {
  auto c = running_task({container("a"), container("b", ContainerStatus::pulled)});
  c.steps.begin({StepKind::pull_image, 0});
  c.steps.begin({StepKind::inspect_container, 1});
  EXPECT_EQ(c.begun(), "");
}

TEST(PlanTask, NothingBeginsBeforeTheHostHasRoom) {
  auto c = running_task({container("a")});
  c.task.admission = Admission::waiting;
  EXPECT_EQ(c.begun(), "");
}

TEST(PlanTask, NothingIsAskedOfAnAbsentEngine) {
  auto c = running_task({container("a")});
  c.facts.engine = EnginePresence::absent;
  EXPECT_EQ(c.begun(), "");
}

TEST(PlanTask, CreationWaitsForWhatTheTaskNeedsButPullsDoNot) {
  auto c = running_task({container("a"), container("b", ContainerStatus::pulled)});
  c.task.network = Readiness::needed;
  c.task.cgroup = Readiness::needed;
  c.task.volumes = Readiness::ready;
  EXPECT_EQ(c.begun(), "network, cgroup, pull 0");
}

TEST(PlanTask, DependentsArePulledAtOnceAndCreatedWhenTheirDependencyAllows) {
  auto c = running_task({container("db", ContainerStatus::created),
                         needing(container("web"), "db", Condition::start)});
  c.steps.begin({StepKind::start_container, 0});
  EXPECT_EQ(c.begun(), "pull 1");
  c.task.containers[1].known = ContainerStatus::pulled;
  EXPECT_EQ(c.begun(), "");
  c.steps.end({StepKind::start_container, 0});
  c.task.containers[0].known = ContainerStatus::running;
  EXPECT_EQ(c.begun(), "create 1");
}

TEST(PlanTask, AStartTimeoutWakesThePlanner) {
  auto slow = helper_container("init", ContainerStatus::running);
  slow.start_timeout = 30s;
  slow.started_at = now - 10s;
  auto c = running_task(
      {slow, needing(container("web", ContainerStatus::pulled), "init", Condition::success)});
  EXPECT_EQ(c.plan().wake, now + 20s);
}

TEST(PlanTask, OthersAreCreatedBesideThePauseContainerAndStartedAfterIt) {
  auto c =
      running_task({container("web", ContainerStatus::pulled), pause(ContainerStatus::pulled)});
  EXPECT_EQ(c.begun(), "create 1");
  c.task.containers[1].known = ContainerStatus::created;
  EXPECT_EQ(c.begun(), "create 0, start 1");
  c.task.containers[0].known = ContainerStatus::created;
  EXPECT_EQ(c.begun(), "start 1");
  c.task.containers[1].known = ContainerStatus::running;
  EXPECT_EQ(c.begun(), "start 0");
}

TEST(PlanTask, AStopGoesAgainstTheOrderOfDependencies) {
  auto c =
      running_task({container("db", ContainerStatus::running),
                    needing(container("web", ContainerStatus::running), "db", Condition::start),
                    pause(ContainerStatus::running)});
  c.task.desired = DesiredStatus::stopped;
  EXPECT_EQ(c.begun(), "stop 1");
  c.task.containers[1].known = ContainerStatus::stopped;
  EXPECT_EQ(c.begun(), "stop 0");
  c.task.containers[0].known = ContainerStatus::stopped;
  EXPECT_EQ(c.begun(), "stop 2");
}

TEST(PlanTask, DoubtfulContainersAreInspectedBeforeAnythingElse) {
  auto c = running_task({container("web", ContainerStatus::running)});
  c.facts.doubtful = {0};
  EXPECT_EQ(c.begun(), "inspect 0");
  c.task.desired = DesiredStatus::stopped;
  EXPECT_EQ(c.begun(), "inspect 0");
}

TEST(PlanTask, ARestingContainerIsLeftAloneUntilItsTime) {
  auto c = running_task({container("web", ContainerStatus::running)});
  c.facts.doubtful = {0};
  c.facts.rest[0] = now + 3s;
  EXPECT_EQ(c.begun(), "");
  EXPECT_EQ(c.plan().wake, now + 3s);
  c.facts.now = now + 3s;
  EXPECT_EQ(c.begun(), "inspect 0");
}

TEST(PlanTask, AStrayContainerIsStopped) {
  auto c = running_task({exited(container("web"), 0)});
  c.task.known = TaskStatus::stopped;
  c.task.stopped_at = now;
  c.facts.stray = {0};
  EXPECT_EQ(c.begun(), "stop 0");
}

TEST(PlanTask, AStoppedTaskIsRemovedSomeTimeAfterItsLastReport) {
  auto c = running_task({exited(container("web"), 0)});
  c.task.known = TaskStatus::stopped;
  c.task.stopped_at = now;
  c.task.outbox.emplace_back();
  EXPECT_EQ(c.plan().wake, now + 72h);
  c.task.outbox.clear();
  c.task.reported_at = now + 1min;
  EXPECT_EQ(c.plan().wake, now + 1min + 3h);
  c.facts.now = now + 1min + 3h;
  EXPECT_EQ(c.begun(), "remove");
  c.facts.remove_after = c.facts.now + 30s;
  EXPECT_EQ(c.begun(), "");
  c.facts.remove_after = {};
  c.steps.begin({StepKind::pull_image, 0});
  EXPECT_EQ(c.begun(), "");
}

TEST(PlanTask, AFailedTaskStaysForLonger) {
  const auto wake = [](std::int32_t code) {
    auto c = running_task({exited(container("web"), code)});
    c.task.known = TaskStatus::stopped;
    c.task.stopped_at = c.task.reported_at = now;
    c.cleanup = {.wait = 5s, .failed_wait = 10min};
    return c.plan().wake;
  };
  EXPECT_EQ(wake(0), now + 5s);
  EXPECT_EQ(wake(3), now + 10min);
  EXPECT_EQ(wake(143), now + 5s) << "it was stopped";
  EXPECT_EQ(wake(137), now + 5s) << "it was killed";
}

TEST(PlanTask, NothingBeginsWhileATaskIsRemoved) {
  auto c = running_task({exited(container("web"), 0), exited(container("side"), 0)});
  c.task.known = TaskStatus::stopped;
  c.task.stopped_at = c.task.reported_at = now - 4h;
  EXPECT_EQ(c.begun(), "remove");
  c.steps.begin({StepKind::remove_task});
  c.facts.doubtful = {0};
  c.facts.stray = {1};
  EXPECT_EQ(c.begun(), "");
  c.steps.end({StepKind::remove_task});
  EXPECT_EQ(c.begun(), "inspect 0, stop 1");
}

}  // namespace
}  // namespace berth::agent::plan
