#include "sim/invariants/services/at_rest.hpp"

#include <gmock/gmock.h>

#include "sim/invariants/services/room.hpp"
#include "sim/invariants/testing/service_stand.hpp"

namespace berth::sim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// An instance of 1024 MiB, and a service of two tasks that take 400 each.
struct AtRestTest : ServicesTest {
  AtRestTest() {
    watch(invariants::placement);
    define("web", 400);
    apply(state::CreateContainerInstance{place("arn:i", "us-east-1a")});
    deploy("ecs-svc/1", definition_of("web"));
    service.deployments.front().rollout_state = model::RolloutState::completed;
    service.desired_count = 2;
    apply(state::CreateService{service});
  }

  static std::string definition_of(const std::string& family) {
    return "arn:aws:ecs:us-east-1:000000000000:task-definition/" + family + ":1";
  }
  void define(const std::string& family, std::int32_t memory, std::int32_t host_port = 0) {
    model::TaskDefinition row;
    row.arn = model::TaskDefinitionArn(definition_of(family));
    row.family = family;
    row.revision = 1;
    auto& container = row.body.container_definitions.emplace().emplace_back();
    container.image = family;
    container.memory = memory;
    if (host_port > 0) container.port_mappings.emplace().emplace_back().host_port = host_port;
    apply(state::RegisterTaskDefinition{row});
  }
  static model::ContainerInstance place(const char* arn, const std::string& zone) {
    auto row = instance(1024);
    row.arn = model::ContainerInstanceArn(arn);
    row.agent_connected = true;
    row.availability_zone = zone;
    return row;
  }
  void run(const std::string& arn, const char* where = "arn:i", std::int32_t memory = 400) {
    auto row = of_service(arn, service.deployments.front().id.text());
    row.container_instance_arn = model::ContainerInstanceArn(where);
    row.availability_zone =
        server->state().container_instances().at(row.container_instance_arn).availability_zone;
    row.reserved.memory = memory;
    row.last_status = model::TaskStatus::running;
    apply(state::CreateTask{row});
  }
  void say(const std::string& text) {
    apply(state::AddServiceEvents{service.arn, {{.id = "e", .message = text}}});
  }
  std::vector<std::string> pending() {
    std::vector<std::string> sentences;
    const auto& state = server->state();
    look_at_service(world, state, state.services().at(service.arn), sentences);
    return sentences;
  }
  bool fits(const char* where = "arn:i") const {
    const auto& state = server->state();
    return has_room(state, state.container_instances().at(model::ContainerInstanceArn(where)),
                    state.services().at(service.arn));
  }
};

TEST_F(AtRestTest, AServiceWithItsTasksIsAtRest) {
  run("arn:t1");
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("1 of 2 running")));
  run("arn:t2");
  EXPECT_THAT(pending(), IsEmpty());
  service.deployments.front().rollout_state = model::RolloutState::in_progress;
  update();
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("PRIMARY IN_PROGRESS")));
}

TEST_F(AtRestTest, AMissingTaskIsExcusedByALackOfRoomThatWasTold) {
  run("arn:t1", "arn:i", 700);
  EXPECT_FALSE(fits());
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("1 of 2 running"))) << "nobody was told";
  say("(service web) was unable to place a task because no container instance met its needs.");
  EXPECT_THAT(pending(), IsEmpty());
  apply(state::CreateContainerInstance{place("arn:j", "us-east-1a")});
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("1 of 2 running"))) << "there is room";
}

TEST_F(AtRestTest, PercentagesThatAllowNothingExcuseADeployment) {
  run("arn:t1");
  service.minimum_healthy_percent = 100;
  service.maximum_percent = 100;
  update();
  EXPECT_THAT(pending(), IsEmpty());
}

TEST_F(AtRestTest, TasksOnADrainingInstanceAreToMove) {
  run("arn:t1");
  run("arn:t2");
  auto row = place("arn:i", "us-east-1a");
  row.status = model::ContainerInstanceStatus::draining;
  apply(state::UpdateContainerInstance{row});
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("0 of 2 running, 2 to move")));
}

TEST_F(AtRestTest, ATaskThatCouldStandInAnEmptierZoneIsToMove) {
  service.availability_zone_rebalancing = gen::ecs::AvailabilityZoneRebalancing::enabled;
  update();
  run("arn:t1");
  run("arn:t2");
  auto other = place("arn:j", "us-east-1b");
  other.registered.memory = 300;
  apply(state::CreateContainerInstance{other});
  EXPECT_THAT(pending(), IsEmpty()) << "no room there";
  other.registered.memory = 400;
  apply(state::UpdateContainerInstance{other});
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("0 tasks in us-east-1b and 2 in another zone")));
}

TEST_F(AtRestTest, AServiceThatIsDeletedGoesAway) {
  service.status = model::ServiceStatus::draining;
  update();
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("still DRAINING")));
}

TEST_F(AtRestTest, ADaemonHasOneTaskOnEachInstanceThatSuits) {
  service.scheduling_strategy = gen::ecs::SchedulingStrategy::daemon;
  service.minimum_healthy_percent = 0;
  update();
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("0 and 0 other tasks where 1 should be")));
  run("arn:t1");
  EXPECT_THAT(pending(), IsEmpty());
  run("arn:t2");
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("2 and 0 other tasks")));
}

TEST_F(AtRestTest, ADaemonKeepsTheInstancesServedThatItsPercentageAsksFor) {
  service.scheduling_strategy = gen::ecs::SchedulingStrategy::daemon;
  service.minimum_healthy_percent = 50;
  service.maximum_percent = 100;
  service.desired_count = 1;
  auto drained = place("arn:j", "us-east-1a");
  apply(state::CreateContainerInstance{drained});
  run("arn:t1");
  run("arn:t2", "arn:j");
  deploy("ecs-svc/2", definition_of("web"));
  update();
  EXPECT_THAT(pending(), testing::SizeIs(2)) << "one of two may be replaced";
  drained.status = model::ContainerInstanceStatus::draining;
  apply(state::UpdateContainerInstance{drained});
  EXPECT_THAT(pending(), IsEmpty()) << "the other one is all that is served";
}

TEST_F(AtRestTest, ADeploymentThatNeverRunsIsGivenUpWhereThereIsABreaker) {
  define("broken", 100);
  deploy("ecs-svc/2", definition_of("broken"));
  update();
  EXPECT_THAT(pending(), IsEmpty()) << "it may go on for ever without one";
  service.circuit_breaker.enable = true;
  update();
  EXPECT_THAT(pending(), ElementsAre(HasSubstr("never runs and goes on")));
}

TEST_F(AtRestTest, RoomIsMemoryPortsAndWhatDaemonsKeep) {
  EXPECT_TRUE(fits());
  run("arn:t1");
  EXPECT_TRUE(fits());
  run("arn:t2", "arn:i", 300);
  EXPECT_FALSE(fits()) << "324 of 400 MiB are left";

  apply(state::CreateContainerInstance{place("arn:j", "us-east-1a")});
  EXPECT_TRUE(fits("arn:j"));
  auto away = place("arn:j", "us-east-1a");
  away.agent_connected = false;
  apply(state::UpdateContainerInstance{away});
  EXPECT_FALSE(fits("arn:j"));
  apply(state::UpdateContainerInstance{place("arn:j", "us-east-1a")});
  auto busy = place("arn:j", "us-east-1a");
  busy.registered.ports = {{model::PortProtocol::tcp, 8080}};
  apply(state::UpdateContainerInstance{busy});
  EXPECT_TRUE(fits("arn:j"));
  define("fixed", 100, 8080);
  deploy("ecs-svc/2", definition_of("fixed"));
  update();
  EXPECT_FALSE(fits("arn:j")) << "its port is taken";
}

}  // namespace
}  // namespace berth::sim
