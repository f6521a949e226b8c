// Services that compete for room: daemons with each other and with others, sick tasks with their
// replacements, tasks with the target of their predecessor.

#include <algorithm>

#include <gtest/gtest.h>

#include "control/testing/load_balancers.hpp"
#include "control/testing/service_world.hpp"
#include "launch/task_targets.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using model::TaskStatus;
using testing::create_service;
using testing::define;
using testing::definition_arn;
using testing::instance_arn;
using testing::service_arn;
using testing::ServiceWorld;
using testing::web_service;

model::Service service_named(const std::string& name, std::int32_t definition) {
  auto service = web_service(1);
  service.arn = model::ServiceArn{testing::ecs_arn + "service/default/" + name};
  service.name = name;
  service.task_definition_arn = definition_arn(definition);
  return service;
}

model::Service daemon_named(const std::string& name, std::int32_t definition) {
  auto daemon = service_named(name, definition);
  daemon.scheduling_strategy = gen::ecs::SchedulingStrategy::daemon;
  daemon.minimum_healthy_percent = 0;
  daemon.maximum_percent = 100;
  daemon.desired_count = 0;
  return daemon;
}

TEST(service_room, two_daemons_that_do_not_fit_together_do_not_keep_each_other_out) {
  ServiceWorld scene;
  const auto log = daemon_named("log", 2), metrics = daemon_named("metrics", 2);
  scene.add({define(2, 3000)});
  scene.add(create_service(log, "log"));
  scene.add(create_service(metrics, "metrics"));
  EXPECT_EQ(scene.count(log.arn, TaskStatus::pending), 1u);
  EXPECT_EQ(scene.count(metrics.arn, TaskStatus::pending), 0u);
  scene.report_all(log.arn, TaskStatus::running);
  scene.report_all(log.arn, TaskStatus::stopped);
  scene.world.run_for(30s);
  EXPECT_EQ(
      scene.count(log.arn, TaskStatus::pending) + scene.count(metrics.arn, TaskStatus::pending),
      1u);
}

TEST(service_room, a_daemon_that_fits_nowhere_keeps_no_room) {
  ServiceWorld scene;
  scene.add({define(2, 100'000)});
  scene.add(create_service(daemon_named("log", 2), "log"));
  scene.create(1);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
}

TEST(service_room, a_daemon_does_not_count_itself) {
  ServiceWorld scene;
  auto lonely = daemon_named("lonely", 1);
  auto& constraint = lonely.placement_constraints.emplace_back();
  constraint.type = gen::ecs::PlacementConstraintType::member_of;
  constraint.expression = "runningTasksCount == 0";
  scene.add(create_service(lonely, "lonely"));
  ASSERT_EQ(scene.count(lonely.arn, TaskStatus::pending), 1u);
  scene.report_all(lonely.arn, TaskStatus::running);
  scene.world.run_for(1min);
  EXPECT_EQ(scene.count(lonely.arn, TaskStatus::running), 1u);
}

TEST(service_room, a_sick_task_makes_room_where_a_second_one_does_not_fit) {
  ServiceWorld scene;
  scene.add({define(2, 3000)});
  const auto big = service_named("big", 2);
  scene.add(create_service(big, "big"));
  scene.report_all(big.arn, TaskStatus::running);
  auto task = scene.world.state().tasks().at(*scene.world.state().tasks_of(big.arn).begin());
  task.containers[0].health_checked = true;
  task.health_status = model::HealthStatus::unhealthy;
  ++task.version;
  scene.add({state::UpdateTask{task}});
  scene.world.run_for(20s);
  EXPECT_EQ(scene.count(big.arn, TaskStatus::stopping), 1u);
  scene.report_all(big.arn, TaskStatus::stopped);
  scene.world.run_for(20s);
  EXPECT_EQ(scene.count(big.arn, TaskStatus::pending), 1u);
}

TEST(service_room, zones_are_evened_out_when_an_instance_gets_the_attribute) {
  ServiceWorld scene;
  scene.update_instance(
      [](model::ContainerInstance& instance) { instance.attributes.push_back({"stack", "prod"}); });
  auto service = web_service(2);
  service.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::enabled;
  auto& constraint = service.placement_constraints.emplace_back();
  constraint.type = gen::ecs::PlacementConstraintType::member_of;
  constraint.expression = "attribute:stack == prod";
  auto other = testing::container_instance(
      model::ContainerInstanceArn{testing::ecs_arn + "container-instance/default/2"});
  other.availability_zone = "us-east-1b";
  scene.add({state::CreateContainerInstance{other}});
  scene.add(create_service(service));
  scene.report_all(TaskStatus::running);
  scene.world.run_for(1min);
  EXPECT_EQ(scene.count(TaskStatus::pending), 0u);
  other.attributes.push_back({"stack", "prod"});
  scene.add({state::UpdateContainerInstance{other}});
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
}

model::ContainerInstance instance_in(const std::string& zone, std::int64_t memory) {
  auto instance = testing::container_instance(
      model::ContainerInstanceArn{testing::ecs_arn + "container-instance/default/" + zone});
  instance.availability_zone = zone;
  instance.registered.memory = memory;
  return instance;
}

TEST(service_room, a_full_zone_keeps_no_task_from_the_others) {
  ServiceWorld scene;
  auto service = web_service(4);
  service.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::enabled;
  scene.add(create_service(service));
  scene.report_all(TaskStatus::running);
  ASSERT_EQ(scene.count(TaskStatus::running), 4u);
  const auto wanted_in = [&](const std::string& zone) {
    const auto& state = scene.world.state();
    return std::ranges::count_if(state.tasks_of(service_arn), [&](const model::TaskArn& arn) {
      const auto& task = state.tasks().at(arn);
      return task.availability_zone == zone && task.desired_status == model::DesiredStatus::running;
    });
  };
  const auto settle = [&] {
    for (int round = 0; round < 6; ++round) {
      scene.world.run_for(1min);
      scene.report_all(TaskStatus::running);
    }
  };
  auto full = instance_in("us-east-1c", 1000);
  scene.add({state::CreateContainerInstance{full}});
  scene.add({state::CreateContainerInstance{instance_in("us-east-1b", 4096)}});
  settle();
  EXPECT_EQ(wanted_in("us-east-1a"), 2);
  EXPECT_EQ(wanted_in("us-east-1b"), 2);
  const auto& events = scene.world.state().service_events(service_arn);
  const auto told = [&] {
    return std::ranges::count_if(events, [](const model::ServiceEvent& event) {
      return event.message.contains("is unable to place a task in us-east-1c");
    });
  };
  EXPECT_EQ(told(), 1);
  full.registered.memory = 4096;
  scene.add({state::UpdateContainerInstance{full}});
  settle();
  EXPECT_EQ(wanted_in("us-east-1c"), 1);
  EXPECT_EQ(told(), 1);
}

TEST(service_room, an_instance_of_fargate_is_no_place_of_its_cluster) {
  ServiceWorld scene;
  auto hidden = testing::container_instance(
      model::ContainerInstanceArn{testing::ecs_arn + "container-instance/default/9"});
  hidden.capacity = model::Capacity::fargate;
  scene.add({state::CreateContainerInstance{hidden}});
  scene.create(1);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
}

TEST(service_room, the_successor_on_the_same_port_is_registered_at_once) {
  ServiceWorld scene;
  auto group = testing::web_group();
  group.target_type = model::TargetType::instance;
  scene.add({state::CreateTargetGroup{group}});
  auto service = web_service(1);
  auto& balancer = service.load_balancers.emplace_back();
  balancer.target_group_arn = group.arn.text();
  balancer.container_name = "app";
  balancer.container_port = 80;
  scene.add(create_service(service));
  const auto run = [&] {
    scene.report_all(TaskStatus::running);
    for (const auto& arn : scene.world.state().tasks_of(service_arn)) {
      auto task = scene.world.state().tasks().at(arn);
      if (task.last_status != TaskStatus::running) continue;
      auto& binding = task.containers[0].network_bindings.emplace_back();
      binding.container_port = 80;
      binding.host_port = 8080;
      ++task.version;
      scene.add({state::UpdateTask{task}});
    }
  };
  const auto target = [&]() -> const model::Target& {
    return scene.world.state().target_groups().at(group.arn).targets.front();
  };
  run();
  const auto first = target().registered_at;
  scene.world.run_for(20s);
  scene.report_all(TaskStatus::stopped);
  EXPECT_EQ(target().health.state, model::TargetState::draining);
  scene.world.run_for(1s);
  run();
  EXPECT_NE(target().health.state, model::TargetState::draining);
  EXPECT_GT(target().registered_at, first);
}

}  // namespace
}  // namespace berth::control
