#include <gtest/gtest.h>

#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using namespace std::chrono_literals;
using model::TaskStatus;

constexpr Instant start = scene_start;

/// Its health check tells nothing yet, or that the task is well or sick.
void check_health(model::Task& task, model::HealthStatus told) {
  task.containers[0].health_checked = true;
  task.health_status = told;
}

void make_sick(Scene& scene) {
  for (auto& task : scene.tasks) check_health(task, model::HealthStatus::unhealthy);
}

TEST(pool, old_tasks_that_never_got_healthy_go_once_the_new_ones_are) {
  Scene scene(2);
  scene.add_running(2, "ecs-svc/1", "old");
  for (auto& task : scene.tasks) check_health(task, model::HealthStatus::unknown);
  scene.deploy("ecs-svc/2");
  scene.add_running(2, "ecs-svc/2", "new");
  EXPECT_EQ(scene.plan(start + 30s).stop.size(), 0u);
  EXPECT_EQ(scene.plan().stop.size(), 2u);
}

TEST(pool, a_draining_instance_is_left_though_its_task_was_never_healthy) {
  Scene scene(1);
  auto& leaving = scene.add("d", "ecs-svc/1", TaskStatus::running);
  check_health(leaving, model::HealthStatus::unknown);
  leaving.container_instance_arn = scene.instance("a").arn;
  scene.instance("a").status = model::ContainerInstanceStatus::draining;
  EXPECT_EQ(scene.plan().stop.size(), 0u);
  scene.add_running(1, "ecs-svc/1", "r");
  const auto plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task, &leaving);
  scene.tasks.pop_back();
  scene.service.desired_count = 0;
  EXPECT_EQ(scene.plan().stop.size(), 1u);
}

TEST(pool, sick_tasks_go_one_by_one_where_no_replacement_fits) {
  Scene both(2);
  both.add_running(4, "ecs-svc/1", "t");
  make_sick(both);
  EXPECT_EQ(both.plan().stop.size(), 2u) << "as many as the floor of 2 allows";
  Scene half(4, 50, 100);
  half.add_running(4, "ecs-svc/1", "t");
  make_sick(half);
  EXPECT_EQ(half.plan().stop.size(), 2u);
  Scene full(4, 100, 100);
  full.add_running(4, "ecs-svc/1", "t");
  make_sick(full);
  EXPECT_EQ(full.plan().stop.size(), 1u);
}

TEST(pool, a_sick_task_makes_room_in_a_full_cluster) {
  Scene scene(2);
  scene.add_running(2, "ecs-svc/1", "t");
  make_sick(scene);
  EXPECT_EQ(scene.plan().stop.size(), 0u) << "replacements are on their way";
  scene.without_room = true;
  EXPECT_EQ(scene.plan().stop.size(), 1u);
  scene.tasks.pop_back();
  EXPECT_EQ(scene.plan().stop.size(), 0u) << "one after the other";
}

TEST(pool, backs_off_though_another_task_runs) {
  for (const std::string running : {"a", "z"}) {
    Scene scene(2);
    scene.add(running, "ecs-svc/1", TaskStatus::running);
    auto& failed = scene.add("f", "ecs-svc/1", TaskStatus::stopped);
    failed.started_at.reset();
    failed.stop_code = gen::ecs::TaskStopCode::task_failed_to_start;
    auto plan = scene.plan();
    EXPECT_EQ(starts(plan), 0);
    scene.take(plan, start + 1min);
    scene.tasks.pop_back();
    plan = scene.plan();
    EXPECT_EQ(starts(plan), 0) << "in the next round of the same instant";
    EXPECT_EQ(plan.service.deployments[0].failed_starts, 1);
    plan = scene.plan(start + 61s);
    EXPECT_EQ(starts(plan), 1);
    auto& fresh = scene.add("fresh", "ecs-svc/1", TaskStatus::running);
    fresh.started_at = start + 62s;
    EXPECT_EQ(scene.plan(start + 63s).service.deployments[0].failed_starts, 0);
  }
}

TEST(pool, a_batch_that_fails_together_is_one_failed_start) {
  Scene scene(10);
  for (int i = 0; i < 10; ++i) {
    auto& failed = scene.add("f" + std::to_string(i), "ecs-svc/1", TaskStatus::stopped);
    failed.created_at = start;
    failed.started_at.reset();
    failed.stop_code = gen::ecs::TaskStopCode::task_failed_to_start;
  }
  const auto plan = scene.plan();
  EXPECT_EQ(plan.service.deployments[0].failed_starts, 1);
  EXPECT_EQ(plan.service.deployments[0].failed_tasks, 10);
  EXPECT_EQ(plan.look_again, start + 61s);
}

}  // namespace
}  // namespace berth::rules
