#include "control/services/service_loop.hpp"

#include <gtest/gtest.h>

#include "control/testing/service_world.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using model::TaskStatus;

using testing::definition_arn;
using testing::instance_arn;
using testing::service_arn;
using testing::ServiceWorld;

TEST(service_loop, starts_tasks_and_reaches_a_steady_state) {
  ServiceWorld scene;
  scene.create(3);
  EXPECT_EQ(scene.count(TaskStatus::pending), 3u);
  EXPECT_TRUE(scene.newest_event().starts_with("(service web) has started 3 tasks: (task "));
  scene.report_all(TaskStatus::running);
  scene.world.run_for(41s);
  EXPECT_EQ(scene.newest_event(), "(service web) has reached a steady state.");
  const auto applied = scene.world.ledger.applied();
  scene.world.run_for(1h);
  EXPECT_EQ(scene.world.ledger.applied(), applied) << "a quiet service makes no commands";
}

TEST(service_loop, replaces_a_task_that_died) {
  ServiceWorld scene;
  scene.create(1);
  scene.report_all(TaskStatus::running);
  scene.world.run_for(10s);
  scene.report_all(TaskStatus::stopped);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
  EXPECT_EQ(scene.world.state().tasks().size(), 2u);
}

TEST(service_loop, waits_a_second_before_it_replaces_a_task_that_died_young) {
  ServiceWorld scene;
  scene.create(1);
  scene.report_all(TaskStatus::running);
  scene.report_all(TaskStatus::stopped);
  EXPECT_EQ(scene.count(TaskStatus::pending), 0u);
  scene.world.run_for(1s);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
}

TEST(service_loop, says_why_a_task_cannot_be_placed_and_places_it_when_there_is_room) {
  ServiceWorld scene;
  scene.create(5);
  EXPECT_EQ(scene.count(TaskStatus::pending), 4u);
  const auto& events = scene.world.state().service_events(service_arn);
  const auto told = std::ranges::count_if(events, [](const model::ServiceEvent& event) {
    return event.message ==
           "(service web) was unable to place a task because no container instance met all of "
           "its requirements. The closest matching container-instance 1 has insufficient memory "
           "available. For more information, see the Troubleshooting section of the Amazon ECS "
           "Developer Guide.";
  });
  EXPECT_EQ(told, 1);
  auto instance = scene.world.state().container_instances().at(instance_arn);
  instance.registered.memory = 8192;
  scene.world.commit({state::UpdateContainerInstance{instance}});
  scene.world.run_for(100ms);
  EXPECT_EQ(scene.count(TaskStatus::pending), 5u);
}

TEST(service_loop, backs_off_from_tasks_that_cannot_start) {
  ServiceWorld scene;
  scene.create(1);
  for (int i = 0; i < 3; ++i) {
    scene.report_all(TaskStatus::stopped);
    scene.world.run_for(6s);
  }
  EXPECT_EQ(scene.count(TaskStatus::pending), 0u);
  EXPECT_EQ(scene.world.state().services().at(service_arn).deployments[0].failed_tasks, 3);
  scene.world.run_for(30s);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
}

TEST(service_loop, rolls_to_a_new_task_definition) {
  ServiceWorld scene;
  scene.create(2);
  scene.report_all(TaskStatus::running);
  scene.world.run_for(41s);
  scene.world.commit({testing::define(2, 512)});
  scene.update([&](model::Service& service) {
    service.task_definition_arn = definition_arn(2);
    scene.deploy(service, "2");
  });
  EXPECT_EQ(scene.count(TaskStatus::pending), 2u);
  EXPECT_EQ(scene.count(TaskStatus::running), 2u);
  scene.report_all(TaskStatus::running);
  scene.world.run_for(41s);
  EXPECT_EQ(scene.count(TaskStatus::stopping), 2u);
  rules::TaskReport gone;
  gone.status = TaskStatus::stopped;
  for (const auto& arn : std::set(scene.world.state().tasks_of(service_arn))) {
    const auto& task = scene.world.state().tasks().at(arn);
    if (task.last_status != TaskStatus::stopping) continue;
    scene.world.commit({state::UpdateTask{*rules::reported(task, gone, scene.world.clock.now())}});
  }
  scene.world.run_for(100ms);
  const auto& service = scene.world.state().services().at(service_arn);
  ASSERT_EQ(service.deployments.size(), 1u);
  EXPECT_EQ(service.deployments[0].rollout_state, model::RolloutState::completed);
}

TEST(service_loop, at_the_pace_of_ecs_looks_at_a_service_every_ten_seconds) {
  ServiceWorld scene(Pace::aws);
  scene.create(1);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u) << "the first round comes at once";
  scene.update([](model::Service& service) { service.desired_count = 2; });
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
  scene.world.run_for(9s);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
  scene.world.run_for(1s);
  EXPECT_EQ(scene.count(TaskStatus::pending), 2u);
}

TEST(service_loop, at_the_pace_of_ecs_a_pause_does_not_make_it_spin) {
  ServiceWorld scene(Pace::aws);
  scene.create(1);
  scene.report_all(TaskStatus::running);
  scene.report_all(TaskStatus::stopped);
  scene.world.run_for(21s);
  EXPECT_EQ(scene.count(TaskStatus::pending), 1u);
}

TEST(service_loop, closes_a_deleted_service) {
  ServiceWorld scene;
  scene.create(2);
  scene.report_all(TaskStatus::running);
  scene.update([](model::Service& service) {
    service.status = model::ServiceStatus::draining;
    service.desired_count = 0;
  });
  scene.report_all(TaskStatus::stopped);
  EXPECT_EQ(scene.world.state().services().at(service_arn).status, model::ServiceStatus::inactive);
  EXPECT_TRUE(scene.world.state().tasks_of(service_arn).empty());
}

}  // namespace
}  // namespace berth::control
