#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/services/schedules/schedules.hpp"
#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using model::TaskStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A service that an EXTERNAL controller deploys.
class SetScene : public Scene {
 public:
  explicit SetScene(std::int32_t desired) : Scene(desired) {
    service.deployments.clear();
    service.deployment_controller = gen::ecs::DeploymentControllerType::external;
  }

  model::Deployment& add_set(const std::string& id, double percent) {
    revisions[id].arn = model::ServiceRevisionArn{id};
    auto& set = *service.deployments.insert(service.deployments.begin(), model::Deployment{});
    set.id = model::DeploymentId{id};
    set.status = model::DeploymentStatus::active;
    set.service_revision_arn = revisions[id].arn;
    set.task_set.emplace().scale_percent = percent;
    return set;
  }
};

std::vector<std::string> started(const ServicePlan& plan) {
  std::vector<std::string> sets;
  for (const auto& each : plan.start) {
    sets.push_back(each.deployment.text() + ":" + std::to_string(each.count));
  }
  return sets;
}

TEST(task_sets, round_their_part_up) {
  EXPECT_EQ(computed_desired_count(10, 30), 3);
  EXPECT_EQ(computed_desired_count(3, 50), 2);
  EXPECT_EQ(computed_desired_count(4, 12.5), 1);
  EXPECT_EQ(computed_desired_count(4, 0), 0);
  EXPECT_EQ(computed_desired_count(1000, 0.1), 1);
  EXPECT_EQ(computed_desired_count(7, 100), 7);
}

TEST(task_sets, are_each_kept_at_their_part) {
  SetScene scene(4);
  scene.add_set("ecs-svc/1", 100);
  scene.add_set("ecs-svc/2", 25);
  scene.add_running(3, "ecs-svc/1", "a");
  EXPECT_THAT(started(scene.plan()), ElementsAre("ecs-svc/2:1", "ecs-svc/1:1"));
}

TEST(task_sets, do_not_replace_each_other) {
  SetScene scene(2);
  scene.add_set("ecs-svc/1", 100);
  scene.add_set("ecs-svc/2", 100);
  scene.add_running(2, "ecs-svc/1", "a");
  scene.add_running(2, "ecs-svc/2", "b");
  const auto plan = scene.plan();
  EXPECT_THAT(plan.stop, IsEmpty());
  EXPECT_EQ(plan.service.deployments.size(), 2u);
}

TEST(task_sets, shrink_with_their_scale) {
  SetScene scene(4);
  scene.add_set("ecs-svc/1", 50);
  scene.add_running(4, "ecs-svc/1", "a");
  EXPECT_EQ(scene.plan().stop.size(), 2u);
}

TEST(task_sets, say_when_they_are_stable) {
  using gen::ecs::StabilityStatus;
  SetScene scene(2);
  scene.add_set("ecs-svc/1", 100);
  scene.add_running(1, "ecs-svc/1", "a");
  auto plan = scene.plan();
  EXPECT_EQ(plan.service.deployments[0].task_set->stability_status, StabilityStatus::stabilizing);
  scene.add_running(1, "ecs-svc/1", "b");
  plan = scene.plan(scene_start);
  EXPECT_EQ(plan.service.deployments[0].task_set->stability_status, StabilityStatus::steady_state)
      << "without waiting for forty seconds";
}

TEST(task_sets, leave_when_they_were_deleted_and_their_tasks_are_gone) {
  SetScene scene(1);
  scene.add_set("ecs-svc/1", 100).status = model::DeploymentStatus::draining;
  scene.add_running(1, "ecs-svc/1", "a");
  auto plan = scene.plan();
  EXPECT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.service.deployments.size(), 1u);
  scene.tasks.clear();
  EXPECT_THAT(scene.plan().service.deployments, IsEmpty());
}

TEST(task_sets, count_their_failures_apart) {
  SetScene scene(1);
  scene.add_set("ecs-svc/1", 100);
  scene.add_set("ecs-svc/2", 100);
  scene.add_running(1, "ecs-svc/1", "a");
  scene.add_failed(1, "ecs-svc/2", "f");
  const auto plan = scene.plan();
  EXPECT_EQ(plan.service.deployments[0].failed_tasks, 1);
  EXPECT_EQ(plan.service.deployments[1].failed_tasks, 0);
}

}  // namespace
}  // namespace berth::rules
