#include "control/instance_loop.hpp"

#include <gtest/gtest.h>

#include "control/testing/fakes.hpp"
#include "control/testing/service_rows.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using testing::instance_arn;

struct InstanceLoopTest : ::testing::Test {
  void SetUp() override {
    world.commit({state::CreateContainerInstance{testing::container_instance()}});
    add("served", testing::service_arn);
    add("alone", std::nullopt);
    world.start(loop);
  }

  void add(const std::string& id, std::optional<model::ServiceArn> service) {
    model::Task task;
    task.arn = model::TaskArn{id};
    task.cluster_arn = testing::cluster_arn;
    task.container_instance_arn = instance_arn;
    task.last_status = model::TaskStatus::running;
    task.service_arn = std::move(service);
    task.accounted = !task.service_arn;
    world.commit({state::CreateTask{task}});
  }

  void set_connected(bool connected) {
    auto instance = world.state().container_instances().at(instance_arn);
    instance.agent_connected = connected;
    instance.agent_connected_at = world.clock.now();
    world.commit({state::UpdateContainerInstance{instance}});
  }

  bool is_alive(const std::string& id) const {
    return model::is_alive(world.state().tasks().at(model::TaskArn{id}));
  }

  testing::ControlWorld world;
  InstanceLoop loop{world.ledger, 3min, Log{}};
};

TEST_F(InstanceLoopTest, ServicesLoseTheirTasksAfterATime) {
  set_connected(false);
  world.run_for(179s);
  EXPECT_TRUE(is_alive("served"));
  world.run_for(1s);
  EXPECT_FALSE(is_alive("served"));
  EXPECT_TRUE(is_alive("alone")) << "nobody would replace it";
  const auto& task = world.state().tasks().at(model::TaskArn{"served"});
  EXPECT_EQ(task.stop_code, gen::ecs::TaskStopCode::infrastructure_health);
  EXPECT_EQ(task.stopped_reason, "The agent of the container instance 1 was away for 3 min 0 s.");
}

TEST_F(InstanceLoopTest, AnAgentThatReturnsInTimeKeepsThem) {
  set_connected(false);
  world.run_for(2min);
  set_connected(true);
  world.run_for(2min);
  set_connected(false);
  world.run_for(2min);
  EXPECT_TRUE(is_alive("served"));
}

TEST_F(InstanceLoopTest, HiddenCapacityLosesAll) {
  auto instance = world.state().container_instances().at(instance_arn);
  instance.capacity = model::Capacity::fargate;
  world.commit({state::UpdateContainerInstance{instance}});
  set_connected(false);
  world.run_for(4min);
  EXPECT_FALSE(is_alive("alone"));
}

}  // namespace
}  // namespace berth::control
