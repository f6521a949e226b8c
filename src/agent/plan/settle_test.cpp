#include "agent/plan/settle.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/plan/transition.hpp"
#include "agent/testing/records.hpp"

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;
using testing::container;
using testing::exited;
using testing::helper_container;
using testing::needing;

constexpr Instant now{1h};
const StepsUnderWay idle;

/// "RUNNING web=RUNNING; STOPPED web=STOPPED(1)": each report with its container changes.
std::string told(const TaskRecord& task) {
  std::string text;
  for (const auto& report : task.outbox) {
    if (!text.empty()) text += "; ";
    text += *report.status;
    if (!report.containers) continue;
    for (const auto& change : *report.containers) {
      text += " " + *change.container_name + "=" + *change.status;
      if (change.exit_code) text += "(" + std::to_string(*change.exit_code) + ")";
    }
  }
  return text;
}

TEST(Settle, ATaskRunsWhenEveryContainerDoes) {
  auto record = testing::task(
      {container("web", ContainerStatus::created), container("db", ContainerStatus::created)});
  mark_running(record, 1, now);
  settle(record, idle, {}, now);
  EXPECT_EQ(record.known, TaskStatus::pending);
  EXPECT_EQ(told(record), "");
  mark_running(record, 0, now);
  settle(record, idle, {}, now);
  EXPECT_EQ(record.known, TaskStatus::running);
  EXPECT_EQ(told(record), "RUNNING db=RUNNING web=RUNNING");
  settle(record, idle, {}, now);
  EXPECT_EQ(record.outbox.size(), 1u) << "nothing is reported twice";
}

TEST(Settle, AnEndedHelperDoesNotKeepTheTaskFromRunning) {
  auto record = testing::task(
      {exited(helper_container("init"), 0), container("web", ContainerStatus::created)});
  mark_running(record, 1, now);
  settle(record, idle, {}, now);
  EXPECT_EQ(record.known, TaskStatus::running);
  EXPECT_EQ(record.desired, DesiredStatus::running);
}

TEST(Settle, AnEssentialEndStopsTheTaskButReportsItOnlyWhenAllAreStopped) {
  auto record = testing::task(
      {container("web", ContainerStatus::running), container("db", ContainerStatus::running)});
  record.known = TaskStatus::running;
  mark_stopped(record, 0, {1, "", now});
  settle(record, idle, {}, now + 1s);
  EXPECT_EQ(record.desired, DesiredStatus::stopped);
  EXPECT_EQ(record.execution_stopped_at, now);
  EXPECT_EQ(told(record), "");
  mark_stopped(record, 1, {137, "", now + 5s});
  settle(record, idle, {}, now + 5s);
  EXPECT_EQ(told(record), "STOPPED web=STOPPED(1) db=STOPPED(137)");
  EXPECT_EQ(record.outbox[0].execution_stopped_at, now) << "the first essential end counts";
  EXPECT_EQ(record.outbox[0].reason, "");
  EXPECT_EQ(record.stopped_at, now + 5s);
}

TEST(Settle, ContainersThatNeverRanAreReportedWithoutExitCode) {
  auto record = testing::task(
      {container("web", ContainerStatus::pulled), container("db", ContainerStatus::created)});
  record.pull_started_at = now;
  want_stopped(record, "");
  settle(record, idle, {}, now);
  EXPECT_EQ(told(record), "STOPPED web=STOPPED db=STOPPED");
  const auto& changes = *record.outbox[0].containers;
  EXPECT_EQ(changes[0].runtime_id, std::nullopt);
  EXPECT_EQ(changes[1].runtime_id, "id-db");
  EXPECT_EQ(changes[0].reason, std::nullopt);
  EXPECT_EQ(record.outbox[0].execution_stopped_at, std::nullopt);
}

TEST(Settle, AStopBeforeAnyPullSaysSo) {
  auto record = testing::task({container("web")});
  want_stopped(record, "");
  settle(record, idle, {}, now);
  EXPECT_EQ((*record.outbox[0].containers)[0].reason,
            std::string("TaskStoppedBeforePullBeginError: Task stopped before image pull could "
                        "begin for task: ") +
                testing::task_arn);
}

TEST(Settle, AStopWaitsForACreationUnderWayButNotForAPull) {
  auto record = testing::task({container("web"), container("db", ContainerStatus::pulled)});
  record.pull_started_at = now;
  StepsUnderWay steps;
  steps.begin({StepKind::pull_image, 0});
  steps.begin({StepKind::create_container, 1});
  want_stopped(record, "");
  settle(record, steps, {}, now);
  EXPECT_EQ(record.containers[0].known, ContainerStatus::stopped);
  EXPECT_EQ(record.containers[1].known, ContainerStatus::pulled);
  EXPECT_EQ(record.known, TaskStatus::pending);
}

TEST(Settle, AContainerInDoubtIsNotGivenUp) {
  auto record = testing::task(
      {exited(helper_container("init"), 3), needing(container("web"), "init", Condition::success)});
  settle(record, idle, {1}, now);
  EXPECT_EQ(record.desired, DesiredStatus::running);
  want_stopped(record, "");
  settle(record, idle, {1}, now);
  EXPECT_EQ(record.containers[1].known, ContainerStatus::none);
  settle(record, idle, {}, now);
  EXPECT_EQ(record.known, TaskStatus::stopped);
}

TEST(Settle, AFailedDependencyGivesUpItsDependentsWithExitCode143) {
  auto record = testing::task(
      {exited(helper_container("init"), 3), needing(container("web"), "init", Condition::success)});
  record.pull_started_at = now;
  settle(record, idle, {}, now);
  EXPECT_EQ(record.containers[1].exit_code, 143);
  EXPECT_EQ(record.desired, DesiredStatus::stopped);
  EXPECT_EQ(told(record), "STOPPED web=STOPPED(143)");
}

TEST(Settle, APauseContainerIsNeverReported) {
  auto pause = container("~internal~ecs~pause", ContainerStatus::created);
  pause.kind = ContainerKind::pause;
  auto record = testing::task({container("web", ContainerStatus::running), pause});
  record.attached = {"arn:attachment"};
  mark_running(record, 1, now);
  settle(record, idle, {}, now);
  EXPECT_EQ(told(record), "RUNNING");
  EXPECT_EQ((*record.outbox[0].attachments)[0].attachment_arn, "arn:attachment");
  EXPECT_EQ((*record.outbox[0].attachments)[0].status, "ATTACHED");
}

TEST(Settle, ATaskWhoseEssentialContainerEndedIsNotRunningBecauseThePauseContainerRuns) {
  auto pause = container("~internal~ecs~pause", ContainerStatus::running);
  pause.kind = ContainerKind::pause;
  auto record = testing::task({container("web"), pause});
  record.pull_started_at = now;
  mark_stopped(record, 0, {std::nullopt, "CannotPullContainerError: no such image", now});
  settle(record, idle, {}, now);
  EXPECT_EQ(record.known, TaskStatus::pending);
  EXPECT_EQ(told(record), "");
  mark_stopped(record, 1, {137, "", now + 1s});
  settle(record, idle, {}, now + 1s);
  EXPECT_EQ(told(record), "STOPPED web=STOPPED");
}

TEST(Settle, AHelpersEndRidesOnTheNextReportOrGoesAlone) {
  auto record = testing::task({container("web", ContainerStatus::running),
                               helper_container("log", ContainerStatus::running)});
  record.known = TaskStatus::running;
  mark_stopped(record, 1, {0, "", now});
  settle(record, idle, {}, now);
  EXPECT_EQ(told(record), "");
  report_changes(record);
  EXPECT_EQ(told(record), "RUNNING log=STOPPED(0)");
  report_changes(record);
  EXPECT_EQ(record.outbox.size(), 1u);
}

TEST(Settle, AContainerInDoubtIsNotGivenUpUnseen) {
  auto record = testing::task({container("web", ContainerStatus::created)});
  want_stopped(record, "");
  settle(record, idle, {0}, now);
  EXPECT_EQ(record.containers[0].known, ContainerStatus::created);
  settle(record, idle, {}, now);
  EXPECT_EQ(record.containers[0].known, ContainerStatus::stopped);
}

}  // namespace
}  // namespace berth::agent::plan
