#include "rules/deployments/circuit_breaker.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "rules/services/service_events.hpp"
#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using namespace std::chrono_literals;

constexpr Instant start = scene_start;

TEST(circuit_breaker, has_a_threshold_between_three_and_two_hundred) {
  model::CircuitBreaker breaker;
  EXPECT_EQ(failure_count_max(breaker, 1), 3);
  EXPECT_EQ(failure_count_max(breaker, 7), 4);
  EXPECT_EQ(failure_count_max(breaker, 1000), 200);
  breaker.threshold_type = gen::ecs::ThresholdType::unbounded_percent;
  EXPECT_EQ(failure_count_max(breaker, 1000), 500);
  EXPECT_EQ(failure_count_max(breaker, 0), 1);
  breaker.threshold_value = 85'899'346;
  EXPECT_EQ(failure_count_max(breaker, 5000), std::numeric_limits<std::int32_t>::max());
  breaker.threshold_value = 50;
  breaker.threshold_type = gen::ecs::ThresholdType::count;
  EXPECT_EQ(failure_count_max(breaker, 1000), 50);
}

TEST(circuit_breaker, fails_a_deployment_whose_tasks_fail) {
  Scene scene(1);
  scene.service.circuit_breaker.enable = true;
  scene.add_failed(2, "ecs-svc/1", "f");
  EXPECT_EQ(scene.plan().service.deployments[0].rollout_state, model::RolloutState::in_progress);
  scene.add_failed(1, "ecs-svc/1", "g");
  auto plan = scene.plan();
  EXPECT_EQ(plan.events[0],
            "(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start.");
  EXPECT_EQ(starts(plan), 0);
  EXPECT_EQ(plan.rollback, ServicePlan::Rollback::none) << "nothing has completed yet";
  scene.take(plan, start);
  scene.tasks.clear();
  plan = scene.plan();
  EXPECT_EQ(starts(plan), 0);
  EXPECT_TRUE(texts(plan).empty());
  scene.service.circuit_breaker.enable = false;
  scene.deploy("ecs-svc/2");
  EXPECT_EQ(starts(scene.plan()), 1);
}

TEST(circuit_breaker, leaves_older_tasks_alone_once_a_deployment_failed) {
  Scene scene(2, 50, 200);
  scene.add_running(2, "ecs-svc/1", "old");
  scene.deploy("ecs-svc/2");
  scene.service.deployments[0].rollout_state = model::RolloutState::failed;
  EXPECT_TRUE(scene.plan().stop.empty());
  EXPECT_EQ(starts(scene.plan()), 0);
  scene.service.desired_count = 1;
  EXPECT_EQ(scene.plan().stop.size(), 1u);
  scene.service.desired_count = 0;
  scene.service.status = model::ServiceStatus::draining;
  EXPECT_EQ(scene.plan().stop.size(), 2u);
}

TEST(circuit_breaker, counts_on_over_healthy_tasks_only_when_told_to) {
  for (const bool resets : {true, false}) {
    Scene scene(2);
    scene.service.circuit_breaker.reset_on_healthy_task = resets;
    scene.service.deployments[0].failure_count = 2;
    scene.add_running(1, "ecs-svc/1", "t");
    EXPECT_EQ(scene.plan().service.deployments[0].failure_count, resets ? 0 : 2);
  }
}

TEST(circuit_breaker, does_not_judge_a_deployment_that_has_completed) {
  Scene scene(1);
  scene.service.circuit_breaker.enable = true;
  scene.service.deployments[0].rollout_state = model::RolloutState::completed;
  scene.add_failed(5, "ecs-svc/1", "f");
  const auto plan = scene.plan(start + 1min);
  EXPECT_EQ(plan.service.deployments[0].rollout_state, model::RolloutState::completed);
  EXPECT_EQ(starts(plan), 1);
}

/// A service whose first deployment has completed and whose second one has failed.
Scene failed_update(bool tasks_are_left) {
  Scene scene(1);
  scene.service.circuit_breaker.enable = true;
  scene.service.circuit_breaker.rollback = true;
  scene.service.last_completed = scene.service.deployments[0].service_revision_arn;
  scene.deploy("ecs-svc/2");
  scene.service.task_definition_arn = scene.revisions["ecs-svc/2"].task_definition_arn;
  if (!tasks_are_left) scene.service.deployments.pop_back();
  if (tasks_are_left) scene.add_running(1, "ecs-svc/1", "old");
  scene.add_failed(3, "ecs-svc/2", "f");
  return scene;
}

TEST(circuit_breaker, rolls_back_to_the_tasks_that_are_left) {
  auto scene = failed_update(true);
  const auto plan = scene.plan();
  ASSERT_EQ(plan.rollback, ServicePlan::Rollback::due);
  EXPECT_TRUE(plan.stop.empty());
  auto service = plan.service;
  roll_back(service, scene.revisions["ecs-svc/1"], model::DeploymentId{"ecs-svc/3"}, start + 1min);
  EXPECT_EQ(service.deployments[0].id.text(), "ecs-svc/1");
  EXPECT_EQ(service.task_definition_arn.text(), "ecs-svc/1");
  EXPECT_EQ(service.deployments[0].rollout_state_reason,
            "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.");
  EXPECT_EQ(rolling_back_event(service), "(service web) rolling back to deployment ecs-svc/1.");
  scene.service = service;
  scene.tasks.resize(1);
  const auto after = scene.plan();
  EXPECT_EQ(starts(after), 0);
  EXPECT_EQ(after.service.deployments.size(), 1u) << "the failed one has no tasks any more";
  EXPECT_EQ(after.service.deployments[0].rollout_state, model::RolloutState::completed);
}

TEST(circuit_breaker, rolls_back_to_a_deployment_whose_tasks_are_gone) {
  auto scene = failed_update(false);
  auto service = scene.plan().service;
  roll_back(service, scene.revisions["ecs-svc/1"], model::DeploymentId{"ecs-svc/3"}, start + 1min);
  ASSERT_EQ(service.deployments.size(), 2u);
  EXPECT_EQ(service.deployments[0].id.text(), "ecs-svc/3");
  EXPECT_EQ(service.deployments[0].service_revision_arn.text(), "ecs-svc/1");
  EXPECT_EQ(service.deployments[1].status, model::DeploymentStatus::active);
  EXPECT_FALSE(can_roll_back(service)) << "a rollback that fails is not rolled back";
}

}  // namespace
}  // namespace berth::rules
