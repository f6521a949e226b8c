#include "control/reaper_loop.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "control/testing/fakes.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using model::TaskDefinitionStatus;

model::TaskDefinition revision(std::int32_t number, TaskDefinitionStatus status) {
  model::TaskDefinition row;
  row.arn = model::TaskDefinitionArn{"arn:aws:ecs:us-east-1:000000000000:task-definition/web:" +
                                     std::to_string(number)};
  row.family = "web";
  row.revision = number;
  row.status = status;
  return row;
}

struct ReaperLoopTest : ::testing::Test {
  void SetUp() override { world.start(loop); }

  void add(std::int32_t number, TaskDefinitionStatus status) {
    world.commit({state::RegisterTaskDefinition{revision(number, status)}});
  }
  bool is_there(std::int32_t number) const {
    return world.state().find_task_definition(revision(number, {}).arn) != nullptr;
  }

  testing::ControlWorld world;
  ReaperLoop loop{world.ledger};
};

TEST_F(ReaperLoopTest, ForgetsDeletedRevisionsButNeverTheLastOfAFamily) {
  add(1, TaskDefinitionStatus::delete_in_progress);
  add(2, TaskDefinitionStatus::inactive);
  add(3, TaskDefinitionStatus::delete_in_progress);
  world.run_for(2min);
  EXPECT_FALSE(is_there(1));
  EXPECT_TRUE(is_there(2));
  EXPECT_TRUE(is_there(3)) << "its number must not come again";
  EXPECT_EQ(world.state().last_revision({"000000000000", "us-east-1"}, "web"), 3);
  add(4, TaskDefinitionStatus::active);
  world.run_for(2min);
  EXPECT_FALSE(is_there(3));
}

TEST_F(ReaperLoopTest, KeepsADeletedRevisionWhileAServiceRefersToIt) {
  add(1, TaskDefinitionStatus::delete_in_progress);
  add(2, TaskDefinitionStatus::active);
  model::Service service;
  service.arn = model::ServiceArn{"arn:aws:ecs:us-east-1:000000000000:service/default/web"};
  service.task_definition_arn = revision(2, {}).arn;
  model::ServiceRevision old;
  old.arn = model::ServiceRevisionArn{"old"};
  old.service_arn = service.arn;
  old.task_definition_arn = revision(1, {}).arn;
  service.deployments.emplace_back().service_revision_arn = old.arn;
  world.commit({state::CreateServiceRevision{old}, state::CreateService{service}});
  world.run_for(2min);
  EXPECT_TRUE(is_there(1));
  service.last_completed = old.arn;
  service.deployments.clear();
  world.commit({state::UpdateService{service}});
  world.run_for(2min);
  EXPECT_TRUE(is_there(1)) << "a failed deployment would be rolled back to it";
  service.last_completed.reset();
  world.commit({state::UpdateService{service}});
  world.run_for(2min);
  EXPECT_FALSE(is_there(1));
}

TEST_F(ReaperLoopTest, ForgetsADeletedClusterWhenNothingTellsOfItAnyMore) {
  model::Cluster cluster;
  cluster.arn = model::ClusterArn{"arn:aws:ecs:us-east-1:000000000000:cluster/brief"};
  model::Service service;
  service.arn = model::ServiceArn{"arn:aws:ecs:us-east-1:000000000000:service/brief/web"};
  service.cluster_arn = cluster.arn;
  service.status = model::ServiceStatus::inactive;
  world.commit({state::CreateCluster{cluster}, state::CreateService{service}});
  world.run_for(2h);
  EXPECT_TRUE(world.state().clusters().contains(cluster.arn)) << "it is ACTIVE";
  cluster.status = model::ClusterStatus::inactive;
  cluster.closed_at = world.clock.now();
  world.commit({state::UpdateCluster{cluster}});
  world.run_for(2h);
  EXPECT_TRUE(world.state().clusters().contains(cluster.arn)) << "its service is described";
  service.closed_at = world.clock.now();
  world.commit({state::UpdateService{service}});
  world.run_for(50min);
  EXPECT_TRUE(world.state().clusters().contains(cluster.arn));
  world.run_for(20min);
  EXPECT_FALSE(world.state().clusters().contains(cluster.arn));
}

/// Of one service, or of none; the higher the number, the later it stopped.
model::Task stopped_task(const testing::ControlWorld& world, int number,
                         std::optional<model::ServiceArn> service) {
  model::Task task;
  const auto name = (service ? service->text() : "") + std::to_string(number);
  task.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/default/" + name};
  task.service_arn = std::move(service);
  task.last_status = model::TaskStatus::stopped;
  task.stopped_at = world.clock.now() + std::chrono::milliseconds{number};
  task.accounted = true;
  return task;
}

TEST_F(ReaperLoopTest, KeepsOnlySoManyStoppedTasksOfAService) {
  const model::ServiceArn busy{"arn:aws:ecs:us-east-1:000000000000:service/default/busy"};
  const model::ServiceArn quiet{"arn:aws:ecs:us-east-1:000000000000:service/default/quiet"};
  std::vector<state::Command> commands;
  const auto add = [&](int count, const std::optional<model::ServiceArn>& service) {
    for (int i = count; i > 0; --i) {
      commands.push_back(state::CreateTask{stopped_task(world, i, service)});
    }
  };
  add(1003, busy);
  add(10, quiet);
  add(1003, std::nullopt);
  const auto oldest_kept = stopped_task(world, 4, busy).arn;
  const auto youngest_gone = stopped_task(world, 3, busy).arn;
  world.commit(std::move(commands));
  world.run_for(2min);
  const auto kept = [&](const std::optional<model::ServiceArn>& service) {
    return std::ranges::count_if(
        world.state().tasks(), [&](const auto& row) { return row.second.service_arn == service; });
  };
  EXPECT_EQ(kept(busy), 1000);
  EXPECT_TRUE(world.state().tasks().contains(oldest_kept));
  EXPECT_FALSE(world.state().tasks().contains(youngest_gone));
  EXPECT_EQ(kept(quiet), 10);
  EXPECT_EQ(kept(std::nullopt), 1003);
  world.run_for(1h);
  EXPECT_EQ(world.state().tasks().size(), 0u);
}

}  // namespace
}  // namespace berth::control
