#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/services/service_events.hpp"
#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using namespace std::chrono_literals;
using model::TaskStatus;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A completed service whose tasks stand in zones a, b and c as "aab" says.
class ZoneScene : public Scene {
 public:
  explicit ZoneScene(const std::string& tasks) : Scene(static_cast<std::int32_t>(tasks.size())) {
    service.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::enabled;
    service.deployments[0].rollout_state = model::RolloutState::completed;
    records["ecs-svc/1"].status = model::ServiceDeploymentStatus::successful;
    zones = {"a", "b", "c"};
    for (const char zone : tasks) put(std::string(1, zone));
  }

  model::Task& put(const std::string& zone, TaskStatus status = TaskStatus::running) {
    auto& task = add("t" + std::to_string(++count_), "ecs-svc/1", status);
    task.availability_zone = zone;
    return task;
  }

 private:
  int count_ = 0;
};

std::vector<std::string> started_in(const ServicePlan& plan) {
  std::vector<std::string> zones;
  for (const auto& each : plan.start) {
    zones.push_back(each.zone.value_or("anywhere") + ":" + std::to_string(each.count));
  }
  return zones;
}

TEST(zones, an_even_service_is_left_alone) {
  for (const auto* tasks : {"abc", "aabc", "abcabc", "ab"}) {
    ZoneScene scene(tasks);
    EXPECT_THAT(started_in(scene.plan()), IsEmpty()) << tasks;
  }
}

TEST(zones, starts_in_the_emptiest_zone_first) {
  ZoneScene scene("aaabc");
  const auto plan = scene.plan();
  EXPECT_THAT(started_in(plan), ElementsAre("b:1"));
  EXPECT_THAT(plan.stop, IsEmpty());
  EXPECT_THAT(plan.closing_events,
              ElementsAre("(service web) is not AZ balanced with 3 tasks in a, 1 tasks in b, 1 "
                          "tasks in c. AZ Rebalancing in progress."));
}

TEST(zones, fills_zones_that_came_back) {
  ZoneScene scene("aaaaaa");
  EXPECT_THAT(started_in(scene.plan()), ElementsAre("b:2", "c:2"));
  scene.service.maximum_percent = 150;
  EXPECT_THAT(started_in(scene.plan()), ElementsAre("b:2", "c:1")) << "as the ceiling allows";
}

TEST(zones, passes_over_a_full_zone_and_asks_for_it_last) {
  ZoneScene scene("bbbb");
  scene.full_zones = {"c"};
  EXPECT_THAT(started_in(scene.plan()), ElementsAre("a:2"));
  scene.tasks[0].availability_zone = scene.tasks[1].availability_zone = "a";
  EXPECT_THAT(started_in(scene.plan()), ElementsAre("c:1")) << "which fails, and is told";
  scene.full_zones = {"a", "b", "c"};
  EXPECT_THAT(started_in(scene.plan()), ElementsAre("c:1"));
}

TEST(zones, tells_of_a_full_zone_until_it_has_room_or_is_not_needed) {
  ZoneScene scene("bbbb");
  scene.full_zones = {"c"};
  const auto text = unplaced_in_zone_event(scene.service, "c");
  EXPECT_THAT(scene.plan().standing_events, IsEmpty()) << "nobody was told yet";
  scene.service.standing_events[text] = scene_start;
  EXPECT_THAT(scene.plan().standing_events, ElementsAre(text)) << "while others take tasks";
  auto& fresh = scene.put("a", TaskStatus::pending);
  fresh.balances_zones = true;
  EXPECT_THAT(scene.plan().standing_events, ElementsAre(text)) << "while one is on its way";
  scene.full_zones.clear();
  EXPECT_THAT(scene.plan().standing_events, IsEmpty());
  ZoneScene even("abc");
  even.full_zones = {"c"};
  even.service.standing_events[text] = scene_start;
  EXPECT_THAT(even.plan().standing_events, ::testing::Not(Contains(text)));
}

TEST(zones, waits_for_the_new_task_then_stops_one_in_the_fullest_zone) {
  ZoneScene scene("aaabc");
  scene.take(scene.plan(), scene_start + 1min);
  auto& fresh = scene.put("b", TaskStatus::pending);
  fresh.balances_zones = true;
  auto plan = scene.plan();
  EXPECT_THAT(started_in(plan), IsEmpty());
  EXPECT_THAT(plan.stop, IsEmpty()) << "it is no surplus while it starts";
  fresh.last_status = TaskStatus::running;
  fresh.started_at = scene_start;
  plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task->availability_zone, "a");
  EXPECT_THAT(plan.events, Contains(::testing::StartsWith(
                               "(service web) has stopped 1 running tasks in a due to AZ "
                               "rebalancing: (task t")));
  std::erase_if(scene.tasks,
                [&](const model::Task& task) { return task.arn == plan.stop[0].task->arn; });
  EXPECT_THAT(scene.plan().closing_events,
              ElementsAre("(service web) is AZ balanced with 2 tasks in a, 2 tasks in b, 1 tasks "
                          "in c."));
}

TEST(zones, waits_for_the_end_of_a_deployment) {
  ZoneScene scene("aaabc");
  scene.service.deployments[0].rollout_state = model::RolloutState::in_progress;
  for (auto& task : scene.tasks) task.started_at.reset();
  for (auto& task : scene.tasks) task.last_status = TaskStatus::pending;
  EXPECT_THAT(started_in(scene.plan()), IsEmpty());
}

TEST(zones, does_nothing_where_it_is_off_or_only_one_zone_is_there) {
  ZoneScene scene("aaabc");
  scene.zones = {"a"};
  EXPECT_THAT(started_in(scene.plan()), IsEmpty());
  scene.zones = {"a", "b", "c"};
  scene.service.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::disabled;
  EXPECT_THAT(started_in(scene.plan()), IsEmpty());
}

TEST(zones, moves_no_protected_tasks) {
  ZoneScene scene("aaab");
  scene.zones = {"a", "b"};
  for (int i = 0; i < 3; ++i) scene.tasks[i].protected_until = scene_start + 1h;
  auto plan = scene.plan();
  EXPECT_THAT(started_in(plan), IsEmpty());
  EXPECT_THAT(plan.closing_events, IsEmpty());
  scene.tasks[2].protected_until.reset();
  plan = scene.plan();
  EXPECT_THAT(started_in(plan), ElementsAre("b:1"));
  scene.take(plan, scene_start + 1min);
  scene.put("b").balances_zones = true;
  plan = scene.plan();
  ASSERT_EQ(plan.stop.size(), 1u);
  EXPECT_EQ(plan.stop[0].task, &scene.tasks[2]) << "not one of the two in b";
}

TEST(zones, a_task_on_its_way_goes_first_when_the_service_shrinks) {
  ZoneScene scene("aaab");
  scene.take(scene.plan(), scene_start + 1min);
  auto& fresh = scene.put("b", TaskStatus::pending);
  fresh.balances_zones = true;
  scene.service.desired_count = 3;
  auto plan = scene.plan();
  EXPECT_THAT(plan.stop, Contains(::testing::Field(&StopDecision::task, &fresh)));
  scene.service.desired_count = 0;
  EXPECT_EQ(scene.plan().stop.size(), 5u);
}

TEST(zones, only_stops_that_even_out_are_told_as_such) {
  ZoneScene scene("aaab");
  scene.zones = {"a", "b"};
  scene.take(scene.plan(), scene_start + 1min);
  scene.service.desired_count = 2;
  const auto plan = scene.plan();
  EXPECT_EQ(plan.stop.size(), 2u);
  EXPECT_THAT(plan.events,
              Contains(::testing::StartsWith("(service web) has stopped 2 running tasks: ")));
}

}  // namespace
}  // namespace berth::rules
