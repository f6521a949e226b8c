// Scenarios: a whole agent between a fake server and a fake engine.

#include "agent/agent.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;
using ::testing::StartsWith;

struct AgentTest : ::testing::Test, testing::AgentWorld {
  void SetUp() override { start(); }
};

testing::PayloadTask two_containers() {
  auto web = payload_container("web");
  web.depends_on.emplace().push_back({.container_name = "db", .condition = "START"});
  return payload_task({web, payload_container("db")});
}

TEST_F(AgentTest, ATaskRunsAndEndsAndEachIsToldOnceWithItsTimes) {
  engine.delays["start"] = 200ms;
  send({payload_task({payload_container("web")})});
  EXPECT_THAT(server.answers(), ElementsAre(StartsWith("AckRequest")));
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  run_for(10s);
  const Instant end = world.clock.now();
  engine.exit("web", 3);
  run_for(10ms);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(3)"));
  const auto& last = server.reports.back();
  EXPECT_EQ(last.execution_stopped_at, end);
  EXPECT_EQ(last.reason, "");
  EXPECT_EQ(last.cluster, "default");
  EXPECT_EQ(last.containers->front().runtime_id, "id1");
  EXPECT_TRUE(last.pull_started_at && last.pull_stopped_at);
}

TEST_F(AgentTest, AnEssentialEndStopsTheOthersAgainstTheirOrder) {
  send({two_containers()});
  run_for(1s);
  EXPECT_THAT(engine.asked(), ElementsAre("create db", "start db", "create web", "start web"));
  EXPECT_THAT(server.told(), ElementsAre("RUNNING db=RUNNING web=RUNNING"));
  engine.exit("web", 1);
  run_for(1s);
  EXPECT_THAT(engine.asked(), ElementsAre("stop db"));
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(1) db=STOPPED(143)"));
}

TEST_F(AgentTest, AStopOrderEndsDependentsFirst) {
  send({two_containers()});
  run_for(1s);
  engine.asked();
  server.told();
  send_stop();
  run_for(1s);
  EXPECT_THAT(engine.asked(), ElementsAre("stop web", "stop db"));
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(143) db=STOPPED(143)"));
}

TEST_F(AgentTest, AContainerThatIgnoresSigtermIsKilledAfterItsTime) {
  auto web = payload_container("web");
  web.stop_timeout = 7;
  send({payload_task({web})});
  run_for(1s);
  server.told();
  engine.ignores_term = true;
  send_stop();
  run_for(6s);
  EXPECT_THAT(server.told(), IsEmpty());
  run_for(2s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(137)"));
}

TEST_F(AgentTest, AStopDuringThePullDoesNotWaitForIt) {
  auto web = payload_container("web");
  web.image = "registry.example/web:1";
  engine.delays["pull"] = 10min;
  send({payload_task({web})});
  run_for(1s);
  send_stop();
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED"));
  run_for(20min);
  EXPECT_THAT(engine.containers, IsEmpty());
}

TEST_F(AgentTest, ARedeliveredPayloadIsAcknowledgedAndChangesNothing) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  send({payload_task({payload_container("web")})});
  run_for(1s);
  EXPECT_THAT(server.answers(),
              ElementsAre(HasSubstr("\"messageId\":\"m1\""), HasSubstr("\"messageId\":\"m2\"")));
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  EXPECT_EQ(engine.containers.size(), 1u);
}

TEST_F(AgentTest, AStopOrderForAnUnknownTaskIsAnsweredAtOnce) {
  send_stop("arn:unknown");
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED"));
  EXPECT_EQ(server.reports[0].reason,
            "TaskStateError: Agent could not progress task's state to stopped");
  EXPECT_EQ(server.reports[0].containers, std::nullopt);
  EXPECT_EQ(store.rows.size(), 1u) << "only the agent's own row is left";
}

TEST_F(AgentTest, AnUnreadableTaskIsToldAndItsPayloadNotAcknowledged) {
  auto web = payload_container("web");
  web.overrides = R"({"environment":{}})";
  auto other = payload_task({payload_container("db")}, "arn:other");
  send({payload_task({web}), other});
  run_for(1s);
  EXPECT_THAT(server.answers(), IsEmpty());
  EXPECT_THAT(server.told(), ElementsAre("STOPPED", "RUNNING db=RUNNING"));
  EXPECT_EQ(server.reports[0].reason,
            "UnrecogniedTaskError: Error loading task - Unrecognized key: environment");
}

TEST_F(AgentTest, APayloadThatCannotBeStoredIsNotAcknowledged) {
  store.full = true;
  send({payload_task({payload_container("web")})});
  EXPECT_THAT(server.answers(), IsEmpty());
  EXPECT_THAT(engine.containers, IsEmpty());
  store.full = false;
  send({payload_task({payload_container("web")})});
  EXPECT_THAT(server.answers(), ElementsAre(StartsWith("AckRequest")));
}

TEST_F(AgentTest, ARestartFindsARunningContainerAndSaysNothing) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  server.told();
  restart();
  run_for(1min);
  EXPECT_THAT(server.told(), IsEmpty());
  EXPECT_EQ(server.registrations.back().container_instance_arn, testing::instance_arn);
  engine.exit("web", 0);
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(0)"));
}

TEST_F(AgentTest, ARestartFindsAnEndedContainerWithItsCode) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  server.told();
  stop(Leave::everything);
  engine.exit("web", 9);
  start();
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(9)"));
}

TEST_F(AgentTest, ARestartFindsAVanishedContainer) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  server.told();
  stop(Leave::everything);
  engine.containers.clear();
  start();
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED"));
  EXPECT_EQ(server.reports.back().containers->front().reason,
            "ContainerVanishedError: No container matching saved ID found");
}

TEST_F(AgentTest, ARestartAdoptsAContainerWhoseCreationWasNotRecorded) {
  engine.fail_next("create answer", {ErrorCode::unreachable, "engine died"});
  send({payload_task({payload_container("web")})});
  restart();
  run_for(1min);
  EXPECT_EQ(engine.containers.size(), 1u);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
}

TEST_F(AgentTest, ReportsThatNeverLeftAreSentAfterARestart) {
  server.down = true;
  send({payload_task({payload_container("web")})});
  run_for(10s);
  engine.exit("web", 5);
  run_for(10s);
  restart();
  EXPECT_THAT(server.told(), IsEmpty());
  server.down = false;
  run_for(1min);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING", "STOPPED web=STOPPED(5)"));
}

TEST_F(AgentTest, AnEndWithoutAnEventIsFoundByThePeriodicLook) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  server.told();
  engine.events_on = false;
  engine.exit("web", 4);
  run_for(1min);
  EXPECT_THAT(server.told(), IsEmpty());
  run_for(5min);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(4)"));
}

TEST_F(AgentTest, AnEndDuringAGapOfTheStreamIsFoundByTheListing) {
  send({payload_task({payload_container("web")})});
  run_for(1min);
  server.told();
  engine.events_on = false;
  engine.exit("web", 4);
  engine.events_on = true;
  engine.end_stream();
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(4)"));
}

TEST_F(AgentTest, AContainerRemovedByHandIsNoticedAtOnce) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  server.told();
  engine.remove_by_hand("web");
  run_for(10ms);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED"));
}

TEST_F(AgentTest, TasksWaitForAnAbsentEngineAndGoOnWhenItIsBack) {
  engine.go_away();
  send({payload_task({payload_container("web")})});
  EXPECT_THAT(server.answers(), ElementsAre(StartsWith("AckRequest")));
  run_for(10min);
  EXPECT_THAT(server.told(), IsEmpty());
  engine.away = false;
  run_for(15s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
}

TEST_F(AgentTest, TheManifestsStrangersAreStoppedOnlyAfterVerification) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  server.told();
  server.answers();
  gen::agent_protocol::TaskManifestMessage manifest;
  manifest.message_id = "man-1";
  manifest.cluster_arn = testing::cluster_arn;
  manifest.container_instance_arn = testing::instance_arn;
  manifest.timeline = 100;
  server.order("TaskManifestMessage", manifest);
  run_for(1s);
  EXPECT_THAT(server.answers(),
              ElementsAre(StartsWith("AckRequest"), StartsWith("TaskStopVerificationMessage")));
  EXPECT_THAT(engine.asked(), ElementsAre("create web", "start web"));
  gen::agent_protocol::TaskStopVerificationAck verified;
  verified.message_id = "man-1";
  verified.stop_tasks.push_back({.task_arn = testing::task_arn});
  server.order("TaskStopVerificationAck", verified);
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(143)"));
  server.answers();
  manifest.timeline = 100;
  server.order("TaskManifestMessage", manifest);
  run_for(1s);
  EXPECT_THAT(server.answers(), IsEmpty()) << "an old timeline is ignored";
}

TEST_F(AgentTest, AnAwsvpcTaskGetsItsAddressThroughThePauseContainer) {
  send({testing::with_interface(payload_task({payload_container("web")}))});
  run_for(1s);
  EXPECT_THAT(engine.asked(),
              ElementsAre("network berth-vpc-0a1b2c3d4e5f6a7b8", "create ~internal~ecs~pause",
                          "create web", "start ~internal~ecs~pause", "start web"));
  const auto& network = engine.networks.at("berth-vpc-0a1b2c3d4e5f6a7b8");
  EXPECT_EQ(network.subnet, "172.31.0.0/16");
  EXPECT_EQ(network.gateway, "172.31.0.1");
  EXPECT_EQ(network.bridge, "br-c3d4e5f6a7b8");
  EXPECT_EQ(network.kin, "berth-vpc-");
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  EXPECT_EQ(server.reports[0].attachments->front().status, "ATTACHED");
  send_stop();
  run_for(1s);
  EXPECT_THAT(engine.asked(), ElementsAre("stop web", "stop ~internal~ecs~pause"));
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(143)"));
}

TEST_F(AgentTest, ATaskWaitsUntilItsFixedPortIsFree) {
  auto web = payload_container("web");
  web.port_mappings.emplace().push_back({.container_port = 80, .host_port = 8080});
  send({payload_task({web}, "arn:old"), payload_task({web}, "arn:new")});
  run_for(1min);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  const auto binding = server.reports[0].containers->front().network_bindings;
  ASSERT_EQ(binding->size(), 1u) << "the IPv6 side is left out";
  EXPECT_EQ(binding->front().host_port, 8080);
  send_stop("arn:old");
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(143)", "RUNNING web=RUNNING"));
}

TEST_F(AgentTest, AStoppedTaskIsRemovedAfterTheWaitTime) {
  options.times.cleanup.wait = 10min;
  restart();
  auto task = payload_task({payload_container("web")});
  task.memory = 512;
  task.volumes.emplace().push_back({.name = "data", .host = gen::agent_protocol::HostVolume{}});
  send({task});
  run_for(1s);
  EXPECT_EQ(engine.cgroups.size(), 1u);
  EXPECT_EQ(engine.volumes.size(), 1u);
  engine.exit("web", 0);
  run_for(9min);
  EXPECT_EQ(engine.containers.size(), 1u);
  run_for(2min);
  EXPECT_THAT(engine.containers, IsEmpty());
  EXPECT_THAT(engine.cgroups, IsEmpty());
  EXPECT_THAT(engine.volumes, IsEmpty());
  EXPECT_EQ(store.rows.size(), 1u);
}

TEST_F(AgentTest, OfManyFailedTasksTheNewestStay) {
  options.times.cleanup = {.wait = 5s, .failed_wait = 10min};
  restart();
  for (int i = 0; i < 25; ++i) {
    send({payload_task({payload_container("web")}, "arn:" + std::to_string(100 + i))});
    run_for(1s);
    for (const auto& [id, container] : std::map(engine.containers)) {
      if (container.status == "running") engine.exit(container.name, 1);
    }
    run_for(1s);
  }
  run_for(1min);
  EXPECT_EQ(engine.containers.size(), 20u);
  run_for(10min);
  EXPECT_THAT(engine.containers, IsEmpty());
}

TEST_F(AgentTest, AnImageThatWasFetchedIsRemovedSomeTimeAfterItsLastTask) {
  options.times.cleanup.wait = 1s;
  engine.images.clear();
  restart();
  send({payload_task({payload_container("web")})});
  run_for(3h);
  EXPECT_TRUE(engine.images.contains("web:local")) << "it is in use";
  engine.exit("web", 0);
  run_for(50min);
  restart();  // What was fetched is remembered.
  EXPECT_TRUE(engine.images.contains("web:local")) << "it was wanted lately";
  run_for(1h);
  EXPECT_FALSE(engine.images.contains("web:local"));
}

TEST_F(AgentTest, AnImageOfThisMachineStays) {
  options.times.cleanup.wait = 1s;
  restart();
  send({payload_task({payload_container("web")})});
  run_for(1s);
  engine.exit("web", 0);
  run_for(5h);
  EXPECT_TRUE(engine.images.contains("web:local"));
}

TEST_F(AgentTest, LeavingNothingStopsAndRemovesEverything) {
  send({testing::with_interface(payload_task({payload_container("web")}))});
  run_for(1s);
  stop(Leave::nothing);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING", "STOPPED web=STOPPED(143)"));
  EXPECT_THAT(engine.containers, IsEmpty());
  EXPECT_THAT(engine.networks, IsEmpty());
  EXPECT_EQ(store.rows.size(), 1u);
  EXPECT_TRUE(ended && *ended);
}

TEST_F(AgentTest, LeavingNothingTriesARefusedRemovalAgain) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  for (int i = 0; i < 5; ++i) engine.fail_next("remove", {ErrorCode::refused, "busy"});
  stop(Leave::nothing);
  EXPECT_THAT(engine.containers, IsEmpty());
  EXPECT_TRUE(ended && *ended);
}

TEST_F(AgentTest, LeavingNothingTellsWhatIsLeft) {
  send({payload_task({payload_container("web")})});
  run_for(1s);
  for (int i = 0; i < 100; ++i) engine.fail_next("remove", {ErrorCode::refused, "busy"});
  stop(Leave::nothing);
  EXPECT_EQ(engine.containers.size(), 1u);
  ASSERT_TRUE(ended && !*ended);
  EXPECT_THAT(ended->error().message, HasSubstr(testing::task_arn));
}

}  // namespace
}  // namespace berth::agent
