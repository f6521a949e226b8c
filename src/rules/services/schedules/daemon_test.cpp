#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/services/schedules/schedules.hpp"
#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using model::ContainerInstanceStatus;
using model::TaskStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// A daemon on instances a, b, … of which each has room.
class DaemonScene : public Scene {
 public:
  explicit DaemonScene(const std::string& instances, std::int32_t least = 0)
      : Scene(0, least, 100) {
    service.scheduling_strategy = gen::ecs::SchedulingStrategy::daemon;
    for (const char name : instances) {
      auto& added = instance(std::string(1, name));
      added.agent_connected = true;
      places.push_back({&added, true, false});
    }
  }

  model::Task& run(const std::string& id, const std::string& deployment, char place,
                   TaskStatus status = TaskStatus::running) {
    auto& task = add(id, deployment, status);
    task.container_instance_arn = instance(std::string(1, place)).arn;
    return task;
  }

  DaemonPlace& place(char name) {
    return *std::ranges::find_if(places, [&](const auto& each) {
      return each.instance->arn.text() == std::string(1, name);
    });
  }
};

std::vector<std::string> started_on(const ServicePlan& plan) {
  std::vector<std::string> names;
  for (const auto& each : plan.start) names.push_back(each.instance->text());
  return names;
}

std::vector<std::string> stopped(const ServicePlan& plan) {
  std::vector<std::string> names;
  for (const auto& each : plan.stop) names.push_back(short_id(each.task->arn));
  return names;
}

TEST(daemon, puts_a_task_on_each_suitable_instance) {
  DaemonScene scene("abc");
  scene.place('b').suitable = false;
  scene.run("t", "ecs-svc/1", 'a');
  const auto plan = scene.plan();
  EXPECT_THAT(started_on(plan), ElementsAre("c"));
  EXPECT_EQ(plan.service.desired_count, 2) << "the suitable instances are counted";
}

TEST(daemon, waits_for_an_agent_that_is_away) {
  DaemonScene scene("ab");
  scene.instance("a").agent_connected = false;
  scene.run("t", "ecs-svc/1", 'b');
  scene.instance("b").agent_connected = false;
  const auto plan = scene.plan();
  EXPECT_THAT(started_on(plan), IsEmpty());
  EXPECT_THAT(stopped(plan), IsEmpty());
  EXPECT_EQ(plan.service.desired_count, 2);
}

TEST(daemon, is_steady_when_each_instance_has_its_task) {
  DaemonScene scene("ab");
  scene.run("t", "ecs-svc/1", 'a');
  scene.run("u", "ecs-svc/1", 'b');
  EXPECT_THAT(texts(scene.plan()),
              ElementsAre("(service web) (deployment ecs-svc/1) deployment completed.",
                          "(service web) has reached a steady state."));
}

TEST(daemon, replaces_task_by_task_after_the_old_one_has_ended) {
  DaemonScene scene("ab", 50);
  scene.run("t", "ecs-svc/1", 'a');
  scene.run("u", "ecs-svc/1", 'b');
  scene.deploy("ecs-svc/2");
  auto plan = scene.plan();
  ASSERT_THAT(stopped(plan), ElementsAre("t")) << "half of them stay healthy";
  EXPECT_THAT(started_on(plan), IsEmpty());
  scene.tasks[0].desired_status = model::DesiredStatus::stopped;
  scene.tasks[0].last_status = TaskStatus::stopping;
  plan = scene.plan();
  EXPECT_THAT(stopped(plan), IsEmpty());
  EXPECT_THAT(started_on(plan), IsEmpty()) << "it holds the ports still";
  scene.tasks[0].last_status = TaskStatus::stopped;
  EXPECT_THAT(started_on(scene.plan()), ElementsAre("a"));
}

TEST(daemon, updates_all_at_once_without_a_floor) {
  DaemonScene scene("ab");
  scene.run("t", "ecs-svc/1", 'a');
  scene.run("u", "ecs-svc/1", 'b');
  scene.deploy("ecs-svc/2");
  EXPECT_THAT(stopped(scene.plan()), UnorderedElementsAre("t", "u"));
}

TEST(daemon, leaves_a_draining_instance_last) {
  DaemonScene scene("ab");
  scene.run("t", "ecs-svc/1", 'a');
  scene.run("u", "ecs-svc/1", 'b');
  scene.instance("a").status = ContainerInstanceStatus::draining;
  scene.place('a').serves_others = true;
  EXPECT_THAT(stopped(scene.plan()), IsEmpty());
  scene.place('a').serves_others = false;
  const auto plan = scene.plan();
  EXPECT_THAT(stopped(plan), ElementsAre("t"));
  EXPECT_EQ(plan.service.desired_count, 1);
}

TEST(daemon, leaves_an_instance_that_does_not_suit_any_more) {
  DaemonScene scene("a");
  scene.run("t", "ecs-svc/1", 'a');
  scene.place('a').suitable = false;
  const auto plan = scene.plan();
  EXPECT_THAT(stopped(plan), ElementsAre("t"));
  EXPECT_EQ(plan.events[0],
            "(service web) (task t) does not meet the placement constraints on "
            "(container-instance a).");
}

TEST(daemon, stops_a_sick_task_before_it_starts_another) {
  DaemonScene scene("a");
  auto& task = scene.run("t", "ecs-svc/1", 'a');
  task.containers[0].health_checked = true;
  task.health_status = model::HealthStatus::unhealthy;
  const auto plan = scene.plan();
  EXPECT_THAT(stopped(plan), ElementsAre("t"));
  EXPECT_EQ(plan.stop[0].reason, "Task failed container health checks");
  EXPECT_THAT(started_on(plan), IsEmpty());
}

TEST(daemon, a_failed_deployment_replaces_nothing) {
  DaemonScene scene("ab");
  scene.run("t", "ecs-svc/1", 'a');
  scene.deploy("ecs-svc/2");
  scene.service.deployments[0].rollout_state = model::RolloutState::failed;
  const auto plan = scene.plan();
  EXPECT_THAT(stopped(plan), IsEmpty());
  EXPECT_THAT(started_on(plan), IsEmpty());
}

TEST(daemon, goes_with_its_service) {
  DaemonScene scene("a");
  scene.run("t", "ecs-svc/1", 'a');
  scene.service.status = model::ServiceStatus::draining;
  const auto plan = scene.plan();
  EXPECT_THAT(stopped(plan), ElementsAre("t"));
  EXPECT_EQ(plan.service.desired_count, 0);
}

TEST(daemon, tasks_on_draining_instances_are_no_spare) {
  DaemonScene scene("abcd", 50);
  for (const char name : {'a', 'b', 'c', 'd'}) {
    scene.run(std::string("t") + name, "ecs-svc/1", name);
  }
  for (const char name : {'c', 'd'}) {
    scene.instance(std::string(1, name)).status = ContainerInstanceStatus::draining;
    scene.place(name).serves_others = true;
  }
  scene.deploy("ecs-svc/2");
  EXPECT_THAT(stopped(scene.plan()), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace berth::rules
