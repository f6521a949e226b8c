#include "rules/services/service_reconcile.hpp"

#include <deque>

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

using namespace std::chrono_literals;
using model::DesiredStatus;
using model::TaskStatus;

constexpr Instant start{1'700'000'000s};

/// A service and its tasks, changed step by step and looked at by reconcile().
class Scene {
 public:
  explicit Scene(std::int32_t desired, std::int32_t least = 100, std::int32_t most = 200) {
    service.arn = model::ServiceArn{"arn:aws:ecs:us-east-1:000000000000:service/c/web"};
    service.name = "web";
    service.desired_count = desired;
    service.minimum_healthy_percent = least;
    service.maximum_percent = most;
    deploy("ecs-svc/1");
  }

  void deploy(const std::string& id) {
    for (auto& old : service.deployments) old.status = model::DeploymentStatus::active;
    model::Deployment deployment;
    deployment.id = model::DeploymentId{id};
    deployment.desired_count = service.desired_count;
    service.deployments.insert(service.deployments.begin(), deployment);
  }

  model::Task& add(const std::string& id, const std::string& deployment, TaskStatus status) {
    model::Task task;
    task.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/c/" + id};
    task.service_arn = service.arn;
    task.started_by = deployment;
    task.last_status = status;
    task.availability_zone = "us-east-1a";
    if (status >= TaskStatus::running) task.started_at = start;
    task.containers.emplace_back().essential = true;
    tasks.push_back(task);
    return tasks.back();
  }

  void add_running(int count, const std::string& deployment, const std::string& prefix) {
    for (int i = 0; i < count; ++i) {
      add(prefix + std::to_string(i), deployment, TaskStatus::running);
    }
  }

  ServicePlan plan(Instant now = start + 1min) {
    ServiceFacts facts{&service, {}, newest ? &*newest : nullptr};
    for (const auto& task : tasks) facts.tasks.push_back({&task, targets, {}});
    return reconcile(facts, now);
  }

  model::Service service;
  std::deque<model::Task> tasks;
  TargetStanding targets = TargetStanding::not_needed;
  std::optional<model::ServiceEvent> newest;
};

TEST(service_reconcile, starts_what_is_missing) {
  Scene scene(3);
  EXPECT_EQ(scene.plan().start, 3);
  scene.add("a", "ecs-svc/1", TaskStatus::pending);
  EXPECT_EQ(scene.plan().start, 2);
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
  const auto plan = scene.plan();
  ASSERT_EQ(plan.events.size(), 2u);
  EXPECT_EQ(plan.events[0], "(service web) (deployment ecs-svc/1) deployment completed.");
  EXPECT_EQ(plan.events[1], "(service web) has reached a steady state.");
  scene.service = plan.service;
  scene.newest = model::ServiceEvent{"id", start + 1min, plan.events[1]};
  EXPECT_TRUE(scene.plan().events.empty());
  EXPECT_FALSE(scene.plan().service_changed);
  EXPECT_EQ(scene.plan(start + 7h).events.size(), 1u);
}

TEST(service_reconcile, waits_forty_seconds_before_an_unchecked_task_is_healthy) {
  Scene scene(1);
  scene.add_running(1, "ecs-svc/1", "t");
  const auto early = scene.plan(start + 39s);
  EXPECT_TRUE(early.events.empty());
  EXPECT_EQ(early.look_again, start + 40s);
  EXPECT_FALSE(scene.plan(start + 40s).events.empty());
}

TEST(service_reconcile, starts_first_and_stops_old_tasks_only_when_new_ones_are_healthy) {
  Scene scene(2);
  scene.add_running(2, "ecs-svc/1", "old");
  scene.deploy("ecs-svc/2");
  auto plan = scene.plan();
  EXPECT_EQ(plan.start, 2);
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
  EXPECT_EQ(plan.start, 0);
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
  EXPECT_EQ(plan.start, 1);
  EXPECT_EQ(plan.replacements, 1);
  EXPECT_TRUE(plan.stop.empty());
  scene.add("fresh", "ecs-svc/1", TaskStatus::running);
  plan = scene.plan();
  EXPECT_EQ(plan.start, 0);
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
  EXPECT_EQ(plan.start, 0);
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
  EXPECT_EQ(plan.start, 0);
  EXPECT_EQ(plan.look_again, start + 300s);
  EXPECT_EQ(scene.plan(start + 301s).start, 1);
}

TEST(service_reconcile, keeps_to_the_image_version_of_the_first_task) {
  Scene scene(2);
  scene.add("a", "ecs-svc/1", TaskStatus::running).containers[0].image_digest = "sha256:1";
  auto plan = scene.plan();
  EXPECT_TRUE(plan.service_changed);
  scene.service = plan.service;
  EXPECT_FALSE(scene.plan().service_changed);
  scene.add("b", "ecs-svc/1", TaskStatus::running).containers[0].image_digest = "sha256:2";
  plan = scene.plan();
  EXPECT_EQ(plan.start, 1) << "a replacement comes first";
  EXPECT_TRUE(plan.stop.empty());
  scene.add("c", "ecs-svc/1", TaskStatus::running).containers[0].image_digest = "sha256:1";
  plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task, &scene.tasks[1]);
  EXPECT_EQ(plan.stop[0].reason, "Task runs another version of an image than its deployment");
  scene.deploy("ecs-svc/2");
  EXPECT_TRUE(scene.plan().service.deployments.front().image_digests.empty())
      << "a new deployment looks anew";
}

TEST(service_reconcile, backs_off_when_tasks_never_run) {
  Scene scene(1);
  auto& failed = scene.add("f", "ecs-svc/1", TaskStatus::stopped);
  failed.started_at.reset();
  failed.stop_code = gen::ecs::TaskStopCode::task_failed_to_start;
  scene.service.deployments[0].failed_tasks = 2;
  const auto plan = scene.plan();
  EXPECT_EQ(plan.account.size(), 1u);
  EXPECT_EQ(plan.start, 0);
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
      EXPECT_EQ(plan.start, 1);
      continue;
    }
    EXPECT_EQ(plan.start, 0);
    EXPECT_EQ(plan.look_again, now + 1s);
    scene.service = plan.service;
    scene.tasks.clear();
    EXPECT_EQ(scene.plan(now + 1s).start, 1);
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
          EXPECT_TRUE(plan.start == 0 || there + plan.start <= running_count_max(desired, most));
          EXPECT_GE(there - stopped, std::min(there, healthy_count_min(desired, least)));
          EXPECT_TRUE(plan.start > 0 || stopped > 0 || fresh == desired ||
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
