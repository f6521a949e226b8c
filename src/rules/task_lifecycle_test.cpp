#include "rules/task_lifecycle.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

using namespace std::chrono_literals;
using gen::ecs::TaskStopCode;
using model::DesiredStatus;
using model::TaskStatus;

constexpr Instant now{1'700'000'000s};

model::Task pending_task() {
  model::Task task;
  task.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/c/1"};
  auto& container = task.containers.emplace_back();
  container.name = "web";
  return task;
}

TaskReport report_of(TaskStatus status) {
  TaskReport report;
  report.status = status;
  return report;
}

TEST(task_lifecycle, a_running_report_makes_it_run) {
  const auto task = reported(pending_task(), report_of(TaskStatus::running), now);
  ASSERT_TRUE(task);
  EXPECT_EQ(task->last_status, TaskStatus::running);
  EXPECT_EQ(task->started_at, now);
  EXPECT_EQ(task->version, 2);
}

TEST(task_lifecycle, a_repeated_report_changes_nothing) {
  const auto task = *reported(pending_task(), report_of(TaskStatus::running), now);
  EXPECT_FALSE(reported(task, report_of(TaskStatus::running), now + 1s));
  EXPECT_FALSE(reported(task, report_of(TaskStatus::pending), now + 1s));
}

TEST(task_lifecycle, an_exit_is_told_as_essential_container_exited) {
  auto task = *reported(pending_task(), report_of(TaskStatus::running), now);
  auto report = report_of(TaskStatus::stopped);
  report.execution_stopped_at = now + 2s;
  report.containers.push_back(
      {.name = "web", .status = model::ContainerStatus::stopped, .exit_code = 0});
  task = *reported(task, report, now + 3s);
  EXPECT_EQ(task.last_status, TaskStatus::stopped);
  EXPECT_EQ(task.desired_status, DesiredStatus::stopped);
  EXPECT_EQ(task.stop_code, TaskStopCode::essential_container_exited);
  EXPECT_EQ(task.stopped_reason, "Essential container in task exited");
  EXPECT_EQ(task.execution_stopped_at, now + 2s);
  EXPECT_EQ(task.stopped_at, now + 3s);
  EXPECT_EQ(task.containers[0].exit_code, 0);
}

TEST(task_lifecycle, times_of_an_agents_clock_are_kept_in_order) {
  auto task = pending_task();
  task.created_at = now;
  auto running = report_of(TaskStatus::running);
  running.pull_started_at = now - 9s;
  running.pull_stopped_at = now + 9s;
  task = *reported(task, running, now + 3s);
  EXPECT_EQ(task.pull_started_at, now);
  EXPECT_EQ(task.pull_stopped_at, now + 3s);
  auto stopped = report_of(TaskStatus::stopped);
  stopped.execution_stopped_at = now + 2s;
  task = *reported(task, stopped, now + 4s);
  EXPECT_EQ(task.execution_stopped_at, task.started_at) << "it ended before we heard that it ran";
}

TEST(task_lifecycle, a_task_that_never_ran_tells_why) {
  auto report = report_of(TaskStatus::stopped);
  report.containers.push_back({.name = "web", .reason = "CannotPullContainerError: no such image"});
  const auto task = *reported(pending_task(), report, now);
  EXPECT_EQ(task.stop_code, TaskStopCode::task_failed_to_start);
  EXPECT_EQ(task.stopped_reason, "CannotPullContainerError: no such image");
  EXPECT_FALSE(task.started_at);
}

TEST(task_lifecycle, a_container_out_of_memory_did_run) {
  auto report = report_of(TaskStatus::stopped);
  const std::string reason = "OutOfMemoryError: Container killed due to memory usage";
  report.containers.push_back({.name = "web", .reason = reason, .exit_code = 137});
  const auto task = *reported(pending_task(), report, now);
  EXPECT_EQ(task.stop_code, TaskStopCode::essential_container_exited);
  EXPECT_EQ(task.stopped_reason, "Essential container in task exited");
  EXPECT_EQ(task.started_at, now);
  EXPECT_EQ(task.containers[0].reason, reason);
}

TEST(task_lifecycle, the_first_stop_reason_stays) {
  auto task =
      stop_requested(pending_task(), TaskStopCode::user_initiated, "because", Draining::none, now);
  EXPECT_EQ(task.last_status, TaskStatus::stopping);
  task = stop_requested(task, TaskStopCode::service_scheduler_initiated, "other", Draining::none,
                        now + 1s);
  task = *reported(task, report_of(TaskStatus::stopped), now + 2s);
  EXPECT_EQ(task.stop_code, TaskStopCode::user_initiated);
  EXPECT_EQ(task.stopped_reason, "because");
}

TEST(task_lifecycle, a_task_with_targets_drains_before_it_stops) {
  auto task = *reported(pending_task(), report_of(TaskStatus::running), now);
  task = stop_requested(task, TaskStopCode::user_initiated, "x", Draining::targets, now);
  EXPECT_EQ(task.last_status, TaskStatus::deactivating);
  EXPECT_EQ(targets_drained(task, now).last_status, TaskStatus::stopping);
}

TEST(task_lifecycle, a_late_running_report_does_not_revive) {
  auto task =
      stop_requested(pending_task(), TaskStopCode::user_initiated, "x", Draining::none, now);
  const auto next = reported(task, report_of(TaskStatus::running), now);
  EXPECT_FALSE(next);
}

TEST(task_lifecycle, health_counts_only_where_the_task_definition_checks) {
  auto task = pending_task();
  EXPECT_FALSE(health_reported(task, {{"web", model::HealthStatus::unhealthy}}));
  task.containers[0].health_checked = true;
  const auto sick = health_reported(task, {{"web", model::HealthStatus::unhealthy}});
  ASSERT_TRUE(sick);
  EXPECT_EQ(sick->health_status, model::HealthStatus::unhealthy);
}

}  // namespace
}  // namespace berth::rules
