#include "control/reaper_loop.hpp"

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

}  // namespace
}  // namespace berth::control
