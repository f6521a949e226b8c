#include "rules/services/service_reconcile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/deployments/percent.hpp"
#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using namespace std::chrono_literals;
using model::DesiredStatus;
using model::TaskStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant start = scene_start;

TEST(service_reconcile, starts_what_is_missing) {
  Scene scene(3);
  EXPECT_EQ(starts(scene.plan()), 3);
  scene.add("a", "ecs-svc/1", TaskStatus::pending);
  EXPECT_EQ(starts(scene.plan()), 2);
}

TEST(service_reconcile, rounds_the_floor_up_and_the_ceiling_down) {
  EXPECT_EQ(healthy_count_min(3, 50), 2);
  EXPECT_EQ(running_count_max(3, 150), 4);
  EXPECT_EQ(healthy_count_min(0, 100), 0);
  EXPECT_EQ(running_count_max(5000, 200), 10000);
}

TEST(service_reconcile, says_steady_state_once) {
  Scene scene(2);
  scene.add_running(2, "ecs-svc/1", "t");
  const auto look = [&](Instant now) { return scene.take(scene.plan(now), now); };
  const std::string steady = "(service web) has reached a steady state.";
  EXPECT_THAT(look(start + 1min),
              ElementsAre("(service web) (deployment ecs-svc/1) deployment completed.", steady));
  EXPECT_THAT(look(start + 1min), IsEmpty());
  EXPECT_FALSE(scene.plan().service_changed);
  scene.tasks[0].health_status = model::HealthStatus::unhealthy;
  EXPECT_THAT(look(start + 2min), IsEmpty());
  scene.tasks[0].health_status = model::HealthStatus::unknown;
  EXPECT_THAT(look(start + 3min), ElementsAre(steady)) << "it had ceased to hold";
  EXPECT_THAT(look(start + 5h), IsEmpty());
  EXPECT_THAT(look(start + 7h), ElementsAre(steady));
}

TEST(service_reconcile, waits_forty_seconds_before_an_unchecked_task_is_healthy) {
  Scene scene(1);
  scene.add_running(1, "ecs-svc/1", "t");
  const auto early = scene.plan(start + 39s);
  EXPECT_THAT(texts(early), IsEmpty());
  EXPECT_EQ(early.look_again, start + 40s);
  EXPECT_FALSE(texts(scene.plan(start + 40s)).empty());
}

TEST(service_reconcile, starts_first_and_stops_old_tasks_only_when_new_ones_are_healthy) {
  Scene scene(2);
  scene.add_running(2, "ecs-svc/1", "old");
  scene.deploy("ecs-svc/2");
  auto plan = scene.plan();
  EXPECT_EQ(starts(plan), 2);
  EXPECT_TRUE(plan.stop.empty());
  scene.add("new0", "ecs-svc/2", TaskStatus::running).started_at = start + 50s;
  scene.add("new1", "ecs-svc/2", TaskStatus::pending);
  EXPECT_TRUE(scene.plan(start + 1min).stop.empty());
  EXPECT_EQ(scene.plan(start + 2min).stop.size(), 1u);
}

TEST(service_reconcile, stops_first_where_there_is_no_room) {
  Scene scene(2, 50, 100);
  scene.add_running(2, "ecs-svc/1", "old");
  scene.deploy("ecs-svc/2");
  const auto plan = scene.plan();
  EXPECT_EQ(starts(plan), 0);
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].reason, "Scaling activity initiated by (deployment ecs-svc/1)");
}

TEST(service_reconcile, stops_pending_tasks_of_old_deployments_at_once) {
  Scene scene(1);
  scene.add("old", "ecs-svc/1", TaskStatus::pending);
  scene.deploy("ecs-svc/2");
  const auto plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.events[0], "(service web) stopped 1 pending tasks.");
}

TEST(service_reconcile, scales_in_pending_tasks_first) {
  Scene scene(1);
  scene.add_running(1, "ecs-svc/1", "run");
  scene.add("wait", "ecs-svc/1", TaskStatus::pending);
  const auto plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(short_id(plan.stop[0].task->arn), "wait");
}

TEST(service_reconcile, scales_in_the_fullest_zone) {
  Scene scene(2);
  scene.add_running(3, "ecs-svc/1", "t");
  scene.tasks[0].availability_zone = "us-east-1b";
  const auto plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task->availability_zone, "us-east-1a");
}

TEST(service_reconcile, replaces_a_sick_task_before_stopping_it) {
  Scene scene(1);
  auto& sick = scene.add("sick", "ecs-svc/1", TaskStatus::running);
  sick.containers[0].health_checked = true;
  sick.health_status = model::HealthStatus::unhealthy;
  auto plan = scene.plan();
  EXPECT_EQ(starts(plan), 1);
  EXPECT_EQ(plan.start[0].replacements, 1);
  EXPECT_TRUE(plan.stop.empty());
  scene.add("fresh", "ecs-svc/1", TaskStatus::running);
  plan = scene.plan();
  EXPECT_EQ(starts(plan), 0);
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].reason, "Task failed container health checks");
}

TEST(service_reconcile, lets_the_replacement_of_a_sick_task_come_up) {
  Scene scene(1);
  auto& sick = scene.add("sick", "ecs-svc/1", TaskStatus::running);
  sick.containers[0].health_checked = true;
  sick.health_status = model::HealthStatus::unhealthy;
  scene.add("fresh", "ecs-svc/1", TaskStatus::pending);
  const auto plan = scene.plan();
  EXPECT_EQ(starts(plan), 0);
  EXPECT_TRUE(plan.stop.empty());
}

TEST(service_reconcile, stops_a_sick_task_at_once_where_no_replacement_fits) {
  Scene scene(1, 0, 100);
  auto& sick = scene.add("sick", "ecs-svc/1", TaskStatus::running);
  sick.containers[0].health_checked = true;
  sick.health_status = model::HealthStatus::unhealthy;
  EXPECT_EQ(scene.plan().stop.size(), 1u);
}

TEST(service_reconcile, lets_the_grace_period_pass) {
  Scene scene(1);
  scene.service.health_check_grace_period = 300;
  scene.targets = TargetStanding::unhealthy;
  scene.add_running(1, "ecs-svc/1", "t");
  const auto plan = scene.plan();
  EXPECT_EQ(starts(plan), 0);
  EXPECT_EQ(plan.look_again, start + 300s);
  EXPECT_EQ(starts(scene.plan(start + 301s)), 1);
}

TEST(service_reconcile, keeps_to_the_image_version_of_the_first_task) {
  Scene scene(2);
  scene.add("a", "ecs-svc/1", TaskStatus::running).containers[0].image_digest = "sha256:1";
  auto plan = scene.plan();
  EXPECT_EQ(plan.revisions.size(), 1u);
  scene.take(plan, start);
  EXPECT_TRUE(scene.plan().revisions.empty());
  scene.add("b", "ecs-svc/1", TaskStatus::running).containers[0].image_digest = "sha256:2";
  plan = scene.plan();
  EXPECT_EQ(starts(plan), 1) << "a replacement comes first";
  EXPECT_TRUE(plan.stop.empty());
  scene.add("c", "ecs-svc/1", TaskStatus::running).containers[0].image_digest = "sha256:1";
  plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task, &scene.tasks[1]);
  EXPECT_EQ(plan.stop[0].reason, "Task runs another version of an image than its deployment");
  scene.deploy("ecs-svc/2");
  EXPECT_TRUE(scene.plan().revisions.empty()) << "a new deployment looks anew";
}

TEST(service_reconcile, backs_off_when_tasks_never_run) {
  Scene scene(1);
  auto& failed = scene.add("f", "ecs-svc/1", TaskStatus::stopped);
  failed.started_at.reset();
  failed.stop_code = gen::ecs::TaskStopCode::task_failed_to_start;
  scene.service.deployments[0].failed_tasks = 2;
  scene.service.deployments[0].failed_starts = 2;
  const auto plan = scene.plan();
  EXPECT_EQ(plan.account.size(), 1u);
  EXPECT_EQ(starts(plan), 0);
  EXPECT_EQ(plan.service.deployments[0].failed_tasks, 3);
  EXPECT_EQ(plan.look_again, start + 1min + 30s);
  EXPECT_EQ(plan.events[0], "(service web) is unable to consistently start tasks successfully.");
}

TEST(service_reconcile, pauses_after_a_task_that_died_young) {
  for (const auto age : {500ms, 60000ms}) {
    Scene scene(1);
    auto& task = scene.add("a", "ecs-svc/1", TaskStatus::stopped);
    task.started_at = start;
    task.stopped_at = start + age;
    task.stop_code = gen::ecs::TaskStopCode::essential_container_exited;
    const auto now = start + age;
    const auto plan = scene.plan(now);
    if (age > 10s) {
      EXPECT_EQ(starts(plan), 1);
      continue;
    }
    EXPECT_EQ(starts(plan), 0);
    EXPECT_EQ(plan.look_again, now + 1s);
    scene.service = plan.service;
    scene.tasks.clear();
    EXPECT_EQ(starts(scene.plan(now + 1s)), 1);
  }
}

TEST(service_reconcile, forgets_failures_once_a_task_runs) {
  Scene scene(1);
  scene.service.deployments[0].failed_tasks = 5;
  scene.add_running(1, "ecs-svc/1", "t");
  EXPECT_EQ(scene.plan().service.deployments[0].failed_tasks, 0);
}

TEST(service_reconcile, drops_an_old_deployment_when_its_last_task_is_stopped) {
  Scene scene(1);
  auto& old = scene.add("old", "ecs-svc/1", TaskStatus::stopping);
  old.desired_status = DesiredStatus::stopped;
  scene.deploy("ecs-svc/2");
  scene.add_running(1, "ecs-svc/2", "new");
  EXPECT_EQ(scene.plan().service.deployments.size(), 2u);
  old.last_status = TaskStatus::stopped;
  const auto plan = scene.plan();
  EXPECT_EQ(plan.service.deployments.size(), 1u);
  EXPECT_EQ(plan.service.deployments[0].rollout_state, model::RolloutState::completed);
}

TEST(service_reconcile, closes_a_deleted_service_when_its_tasks_stop) {
  Scene scene(0);
  scene.service.status = model::ServiceStatus::draining;
  auto& task = scene.add("t", "ecs-svc/1", TaskStatus::running);
  EXPECT_EQ(scene.plan().stop.size(), 1u);
  task.desired_status = DesiredStatus::stopped;
  task.last_status = TaskStatus::deactivating;
  EXPECT_EQ(scene.plan().service.status, model::ServiceStatus::draining);
  task.last_status = TaskStatus::stopping;
  EXPECT_EQ(scene.plan().service.status, model::ServiceStatus::inactive);
}

TEST(service_reconcile, a_task_that_ends_before_it_is_healthy_is_a_failure) {
  Scene scene(1);
  scene.add_failed(2, "ecs-svc/1", "f");
  scene.tasks[0].healthy_at = start + 20s;
  const auto plan = scene.plan();
  EXPECT_EQ(plan.service.deployments[0].failed_tasks, 1);
  EXPECT_EQ(plan.service.deployments[0].failed_starts, 0);
}

TEST(service_reconcile, notes_once_that_a_task_became_healthy) {
  Scene scene(1);
  auto& task = scene.add("t", "ecs-svc/1", TaskStatus::running);
  EXPECT_TRUE(scene.plan(start + 1s).became_healthy.empty());
  EXPECT_EQ(scene.plan().became_healthy.size(), 1u);
  task.healthy_at = start + 40s;
  EXPECT_TRUE(scene.plan().became_healthy.empty());
}

TEST(service_reconcile, protected_tasks_outlive_scale_in_and_deployments) {
  Scene scene(1);
  scene.add_running(3, "ecs-svc/1", "t");
  for (int i : {0, 1}) scene.tasks[i].protected_until = start + 1h;
  auto plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task, &scene.tasks[2]);
  EXPECT_EQ(plan.standing_events[0],
            "(service web) was unable to reach steady state because (taskSet ecs-svc/1) was "
            "unable to scale in due to (reason 2 tasks under protection)");
  EXPECT_EQ(plan.look_again, start + 1h);
  EXPECT_EQ(scene.plan(start + 1h).stop.size(), 2u);
  scene.deploy("ecs-svc/2");
  scene.add_running(1, "ecs-svc/2", "new");
  EXPECT_EQ(scene.plan().stop.size(), 1u) << "those of older deployments stay too";
}

TEST(service_reconcile, health_stops_a_protected_task) {
  Scene scene(1, 0, 100);
  auto& sick = scene.add("sick", "ecs-svc/1", TaskStatus::running);
  sick.protected_until = start + 1h;
  sick.containers[0].health_checked = true;
  sick.health_status = model::HealthStatus::unhealthy;
  EXPECT_EQ(scene.plan().stop.size(), 1u);
}

TEST(service_reconcile, moves_tasks_away_from_draining_instances) {
  Scene scene(2);
  scene.add_running(2, "ecs-svc/1", "t");
  scene.tasks[0].container_instance_arn = scene.instance("leaving").arn;
  scene.instance("leaving").status = model::ContainerInstanceStatus::draining;
  auto plan = scene.plan();
  EXPECT_EQ(starts(plan), 1) << "its replacement comes first";
  EXPECT_TRUE(plan.stop.empty());
  scene.add_running(1, "ecs-svc/1", "new");
  plan = scene.plan();
  EXPECT_EQ(starts(plan), 0);
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task, &scene.tasks[0]);
}

TEST(service_reconcile, drains_as_the_percentages_allow) {
  for (const auto& [least, most, stops] :
       {std::tuple{50, 100, 2}, {100, 100, 0}, {100, 200, 0}, {0, 100, 4}}) {
    Scene scene(4, least, most);
    scene.add_running(4, "ecs-svc/1", "t");
    scene.instance("leaving").status = model::ContainerInstanceStatus::draining;
    for (auto& task : scene.tasks) task.container_instance_arn = scene.instance("leaving").arn;
    const auto plan = scene.plan();
    EXPECT_EQ(plan.stop.size(), static_cast<std::size_t>(stops)) << least << " " << most;
    EXPECT_EQ(starts(plan), most == 200 ? 4 : 0) << least << " " << most;
  }
}

TEST(service_reconcile, stops_pending_tasks_on_draining_instances_at_once) {
  Scene scene(1, 100, 100);
  scene.add("t", "ecs-svc/1", TaskStatus::pending).container_instance_arn =
      scene.instance("leaving").arn;
  scene.instance("leaving").status = model::ContainerInstanceStatus::draining;
  EXPECT_EQ(scene.plan().stop.size(), 1u);
}

/// One property: over all sizes and percentages no round starts above the ceiling, and stopping
/// healthy tasks never goes below the floor.
TEST(service_reconcile, keeps_floor_and_ceiling_for_every_size_and_percentage) {
  for (std::int32_t desired = 0; desired <= 12; ++desired) {
    for (std::int32_t least = 0; least <= 100; least += 25) {
      for (std::int32_t most = 100; most <= 200; most += 25) {
        for (int fresh = 0; fresh <= desired; ++fresh) {
          Scene scene(desired, least, most);
          scene.add_running(desired, "ecs-svc/1", "old");
          scene.deploy("ecs-svc/2");
          scene.add_running(fresh, "ecs-svc/2", "new");
          const auto plan = scene.plan();
          const auto stopped = static_cast<std::int32_t>(plan.stop.size());
          const auto there = desired + fresh;
          EXPECT_TRUE(starts(plan) == 0 ||
                      there + starts(plan) <= running_count_max(desired, most));
          EXPECT_GE(there - stopped, std::min(there, healthy_count_min(desired, least)));
          EXPECT_TRUE(starts(plan) > 0 || stopped > 0 || fresh == desired ||
                      (healthy_count_min(desired, least) >= there &&
                       running_count_max(desired, most) <= there))
              << desired << " " << least << " " << most << " " << fresh;
        }
      }
    }
  }
}

}  // namespace
}  // namespace berth::rules
