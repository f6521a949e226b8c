#include "rules/services/schedules/scale_in.hpp"

#include <gtest/gtest.h>

#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using model::TaskStatus;
using Type = gen::ecs::PlacementStrategyType;

/// The names of the tasks in the order in which they go.
std::vector<std::string> order(const Scene& scene, const model::Resources* reserved = nullptr) {
  std::deque<TaskFacts> facts;
  std::deque<TaskStanding> standings;
  std::vector<const TaskStanding*> tasks;
  for (const auto& task : scene.tasks) {
    auto& each = facts.emplace_back(TaskFacts{&task, TargetStanding::not_needed, {}});
    each.instance = scene.instance_of(task);
    each.reserved = reserved;
    standings.push_back(
        standing_of(each, scene.service, nullptr, scene_start + std::chrono::minutes{1}));
    tasks.push_back(&standings.back());
  }
  std::vector<std::string> names;
  for (const auto* each : choose_to_stop(tasks, tasks.size(), scene.service)) {
    names.push_back(std::string(short_id(each->task().arn)));
  }
  return names;
}

using Names = std::vector<std::string>;

void place(Scene& scene, const std::string& task, const std::string& instance,
           const std::string& zone) {
  auto& added = scene.add(task, "ecs-svc/1", TaskStatus::running);
  added.container_instance_arn = scene.instance(instance).arn;
  added.availability_zone = zone;
}

void use_strategy(Scene& scene, Type type, const std::string& field) {
  auto& strategy = scene.service.placement_strategy.emplace_back();
  strategy.type = type;
  strategy.field = field;
}

TEST(scale_in, takes_tasks_that_do_no_work_first) {
  Scene scene(0);
  place(scene, "run", "a", "z");
  place(scene, "leave", "b", "z");
  scene.instance("b").status = model::ContainerInstanceStatus::draining;
  place(scene, "sick", "c", "z");
  scene.tasks.back().health_status = model::HealthStatus::unhealthy;
  scene.add("wait", "ecs-svc/1", TaskStatus::pending);
  EXPECT_EQ(order(scene), (Names{"wait", "sick", "leave", "run"}));
}

/// While a deployment runs, healthy tasks are all that minimumHealthyPercent holds.
TEST(scale_in, takes_a_task_that_is_not_healthy_yet_before_one_that_serves) {
  Scene scene(0);
  place(scene, "serves", "a", "z");
  place(scene, "young", "b", "z");
  place(scene, "serves too", "a", "z");
  scene.tasks[1].started_at = scene_start + std::chrono::seconds{30};
  EXPECT_EQ(order(scene).front(), "young");
}

TEST(scale_in, without_a_strategy_empties_the_fullest_zone_and_instance) {
  Scene scene(0);
  place(scene, "a1", "a", "y");
  place(scene, "b1", "b", "z");
  place(scene, "c1", "c", "z");
  place(scene, "c2", "c", "z");
  EXPECT_EQ(order(scene), (Names{"c2", "c1", "b1", "a1"}));
}

TEST(scale_in, keeps_a_spread_balanced) {
  Scene scene(0);
  use_strategy(scene, Type::spread, "attribute:rack");
  place(scene, "a1", "a", "y");
  place(scene, "b1", "b", "z");
  place(scene, "b2", "b", "z");
  scene.instance("a").attributes.push_back({"rack", "1"});
  scene.instance("b").attributes.push_back({"rack", "2"});
  EXPECT_EQ(order(scene), (Names{"b2", "b1", "a1"}));
}

TEST(scale_in, empties_the_instance_with_the_most_room_where_tasks_are_packed) {
  Scene scene(0);
  use_strategy(scene, Type::binpack, "memory");
  place(scene, "small", "a", "y");
  place(scene, "large", "b", "y");
  scene.instance("a").registered.memory = 1024;
  scene.instance("b").registered.memory = 4096;
  const model::Resources reserved{128, 512, {}};
  EXPECT_EQ(order(scene, &reserved), (Names{"large", "small"}));
}

TEST(scale_in, counts_what_it_must_not_take) {
  Scene scene(4);
  for (const auto* name : {"p1", "p2"}) {
    place(scene, name, name, "a");
    scene.tasks.back().protected_until = scene_start + std::chrono::hours{1};
  }
  place(scene, "u", "u", "a");
  place(scene, "v1", "v1", "b");
  place(scene, "v2", "v2", "b");
  const auto plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(short_id(plan.stop[0].task->arn), "u");
}

}  // namespace
}  // namespace berth::rules
