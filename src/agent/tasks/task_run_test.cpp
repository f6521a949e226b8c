// One task's way through failures of the engine and of its own containers.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/task_store.hpp"
#include "agent/testing/agent_world.hpp"

namespace berth::agent::tasks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;
using ::testing::StartsWith;

struct TaskRunTest : ::testing::Test, testing::AgentWorld {
  void SetUp() override { start(); }

  void run_task(std::vector<testing::PayloadContainer> containers) {
    send({payload_task(std::move(containers))});
    run_for(1s);
  }
  TaskRecord stored() {
    const Log log;
    return TaskStore(store, log).load()->tasks.front().record;
  }
  /// The reason of the first container in the last report.
  std::string reason() {
    return server.reports.back().containers->front().reason.value_or("(none)");
  }
};

TEST_F(TaskRunTest, EachFailingStepHasItsName) {
  const auto check = [&](const char* call, Error error, const char* expected) {
    engine.fail_next(call, std::move(error));
    const auto arn = std::string("arn:") + call + std::to_string(server.reports.size());
    send({payload_task({payload_container("web")}, arn)});
    run_for(5s);
    EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED")) << call;
    EXPECT_THAT(reason(), StartsWith(expected));
  };
  check("create", {ErrorCode::refused, "no", {}},
        "CannotCreateContainerError: Error response from daemon: no");
  check("create", {ErrorCode::timed_out, "", {}},
        "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s");
  check("start", {ErrorCode::refused, "OCI runtime create failed", {}},
        "CannotStartContainerError: Error response from daemon: OCI runtime create failed");
  check("start", {ErrorCode::timed_out, "", {}},
        "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s");
}

TEST_F(TaskRunTest, AStartThatComesThroughLateIsStopped) {
  engine.fail_next("start", {ErrorCode::timed_out, "", {}});
  run_task({payload_container("web")});
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED"));
  engine.asked();
  auto& late = *engine.by_name("web");
  late.status = "running";
  engine.end_stream();
  run_for(1s);
  EXPECT_THAT(engine.asked(), ElementsAre("stop web"));
  EXPECT_EQ(engine.by_name("web")->status, "exited");
  EXPECT_THAT(server.told(), IsEmpty());
}

TEST_F(TaskRunTest, OutOfMemoryIsTold) {
  run_task({payload_container("web")});
  engine.by_name("web")->oom_killed = true;
  engine.exit("web", 137);
  run_for(1s);
  EXPECT_EQ(reason(), "OutOfMemoryError: Container killed due to memory usage");
  EXPECT_EQ(server.told().back(), "STOPPED web=STOPPED(137)");
}

TEST_F(TaskRunTest, OutOfMemoryIsToldAlsoWhenDockerLearnsItAfterTheEnd) {
  run_task({payload_container("web")});
  server.told();
  engine.exit("web", 137);
  run_for(10ms);
  EXPECT_THAT(server.told(), IsEmpty());
  engine.run_out_of_memory("web");
  run_for(1ms);
  EXPECT_EQ(reason(), "OutOfMemoryError: Container killed due to memory usage");
}

TEST_F(TaskRunTest, OutOfMemoryOfAnotherProcessIsToldWhateverTheExitCode) {
  run_task({payload_container("web")});
  engine.run_out_of_memory("web");
  engine.by_name("web")->oom_killed = true;
  engine.exit("web", 1);
  run_for(1s);
  EXPECT_EQ(reason(), "OutOfMemoryError: Container killed due to memory usage");
}

TEST_F(TaskRunTest, ATaskThatEndedDoesNotRunAgainAfterALossOfPower) {
  engine.fail_next("create", {ErrorCode::refused, "no", {}});
  run_task({payload_container("web")});
  EXPECT_THAT(server.told().back(), ::testing::StartsWith("STOPPED"));
  stop(Leave::everything);
  store.lose_power();
  engine.asked();
  start();
  run_for(1min);
  EXPECT_THAT(engine.asked(), IsEmpty());
}

TEST_F(TaskRunTest, ContainersThatNoRecordTellsOfAreFoundAfterALossOfPower) {
  send({testing::with_interface(payload_task({payload_container("web")}))});
  run_for(1s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  stop(Leave::everything);
  store.lose_power();
  EXPECT_EQ(stored().containers[0].known, ContainerStatus::none);
  engine.exit("web", 7);
  engine.exit("~internal~ecs~pause", 137);
  start();
  run_for(1min);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=RUNNING web=STOPPED(7)"));
}

/// A task whose helper does not start while the agent's disk is full.
struct FullDiskTest : TaskRunTest {
  void SetUp() override {
    TaskRunTest::SetUp();
    auto helper = payload_container("log");
    helper.essential = false;
    engine.delays["create"] = 100ms;
    send({payload_task({helper, payload_container("web")})});
    store.full = true;
    engine.fail_next("start", Error{ErrorCode::refused, "no", {}});
    run_for(1s);
    EXPECT_EQ(engine.by_name("log")->status, "created");
    EXPECT_EQ(engine.by_name("web")->status, "running");
  }
};

TEST_F(FullDiskTest, AFailedStartIsRecordedBeforeItIsTold) {
  EXPECT_THAT(server.told(), IsEmpty());
  store.full = false;
  run_for(10s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING log=STOPPED web=RUNNING"));
}

TEST_F(FullDiskTest, WhatTheNextLifeStartsWasNotToldToHaveFailed) {
  stop(Leave::everything);
  start();
  run_for(10s);
  EXPECT_EQ(engine.by_name("log")->status, "running");
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING log=RUNNING"));
}

TEST_F(FullDiskTest, TheEndOfTheTaskIsToldAllTheSame) {
  engine.exit("web", 3);
  run_for(10s);
  EXPECT_THAT(server.told(),
              ElementsAre("RUNNING log=STOPPED web=RUNNING", "STOPPED web=STOPPED(3)"));
}

TEST_F(TaskRunTest, AnEndIsToldAtOnceAndWithoutAnInspection) {
  run_task({payload_container("web")});
  server.told();
  const int before = engine.inspections;
  engine.exit("web", 3);
  run_for(1ms);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(3)"));
  EXPECT_EQ(engine.inspections, before);
}

TEST_F(TaskRunTest, AKillIsToldWithin50Milliseconds) {
  run_task({payload_container("web")});
  server.told();
  engine.exit("web", 137);
  run_for(50ms);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(137)"));
  EXPECT_EQ(reason(), "(none)");
}

TEST_F(TaskRunTest, OutOfMemoryOfAContainerThatIsGoneIsTold) {
  run_task({payload_container("web")});
  engine.run_out_of_memory("web");
  engine.exit("web", 137);
  engine.remove_by_hand("web");
  run_for(1s);
  EXPECT_EQ(reason(), "OutOfMemoryError: Container killed due to memory usage");
}

TEST_F(TaskRunTest, AContainerWhoseStartWasNotAnsweredIsNotStartedTwice) {
  engine.fail_next("start answer", {ErrorCode::unreachable, "reset", {}});
  engine.exits_at_once = 3;
  run_task({payload_container("web")});
  EXPECT_THAT(engine.asked(), ElementsAre("create web", "start web"));
  EXPECT_THAT(server.told().back(), EndsWith("web=STOPPED(3)"));
}

TEST_F(TaskRunTest, AStartThatMissesItsNetworkIsNoVanishedContainer) {
  engine.fail_next("start", {ErrorCode::not_found, "network berth-vpc-1 not found", {}});
  run_task({payload_container("web")});
  EXPECT_EQ(reason(),
            "CannotStartContainerError: Error response from daemon: network berth-vpc-1 not found");
}

TEST_F(TaskRunTest, AStopFindsAContainerWhoseStartWasNotAnswered) {
  engine.fail_next("start answer", {ErrorCode::unreachable, "reset", {}});
  engine.delays["start"] = 1s;
  send({payload_task({payload_container("web")})});
  run_for(500ms);
  send_stop();
  run_for(2s);
  EXPECT_THAT(server.told().back(), EndsWith("web=STOPPED(143)"));
  EXPECT_EQ(engine.by_name("web")->status, "exited");
}

TEST_F(TaskRunTest, ACgroupWhoseCreationWasGivenUpIsRemoved) {
  options.times.cleanup.wait = 1s;
  restart();
  engine.fail_next("cgroup answer", {ErrorCode::timed_out, "", {}});
  auto task = payload_task({payload_container("web")});
  task.cpu = 0.25;
  send({task});
  EXPECT_EQ(engine.cgroups.size(), 1u);
  run_for(10s);
  EXPECT_THAT(engine.cgroups, IsEmpty());
}

TEST_F(TaskRunTest, AFailedHelperIsToldAndTheTaskGoesOn) {
  auto log = payload_container("log");
  log.essential = false;
  log.image = "registry.example/absent:1";
  engine.fail_next("pull", {ErrorCode::not_found, "manifest unknown", {}});
  run_task({payload_container("web"), log});
  EXPECT_THAT(server.told(), ElementsAre("RUNNING log=STOPPED web=RUNNING"));
}

TEST_F(TaskRunTest, ADependentStartsWhenItsDependencyIsHealthy) {
  auto db = payload_container("db");
  db.health_check_type = "docker";
  db.docker_config.emplace().config = R"({"Healthcheck":{"Test":["CMD","x"],"Interval":1000000}})";
  auto web = payload_container("web");
  web.depends_on.emplace().push_back({.container_name = "db", .condition = "HEALTHY"});
  run_task({web, db});
  EXPECT_THAT(engine.asked(), ElementsAre("create db", "start db"));
  engine.turn_health("db", "healthy");
  run_for(1s);
  EXPECT_THAT(engine.asked(), ElementsAre("create web", "start web"));
  EXPECT_THAT(server.told(), ElementsAre("RUNNING db=RUNNING web=RUNNING"));
}

TEST_F(TaskRunTest, ADependencyThatTakesTooLongStopsTheTask) {
  auto init = payload_container("init");
  init.essential = false;
  init.start_timeout = 5;
  auto web = payload_container("web");
  web.depends_on.emplace().push_back({.container_name = "init", .condition = "COMPLETE"});
  run_task({web, init});
  EXPECT_THAT(engine.asked(), ElementsAre("create init", "start init"));
  run_for(10s);
  EXPECT_THAT(engine.asked(), ElementsAre("stop init"));
  EXPECT_THAT(server.told(),
              ElementsAre("PENDING init=RUNNING", "STOPPED web=STOPPED(143) init=STOPPED(143)"));
  const auto& changes = *server.reports.back().containers;
  EXPECT_TRUE(std::ranges::any_of(changes, [](const auto& change) {
    return change.reason.value_or("").ends_with("has timed out.");
  }));
}

TEST_F(TaskRunTest, AFailedVolumeIsTheReasonOfTheTask) {
  engine.fail_next("volume", {ErrorCode::refused, "create v: volume name is too short", {}});
  auto task = payload_task({payload_container("web")});
  task.volumes.emplace().push_back({.name = "v", .host = gen::agent_protocol::HostVolume{}});
  send({task});
  run_for(1s);
  EXPECT_EQ(server.reports.back().reason,
            "Error response from daemon: create v: volume name is too short");
  EXPECT_THAT(engine.containers, IsEmpty());
}

TEST_F(TaskRunTest, ARefusedCgroupLimitsTheContainersInstead) {
  engine.cgroups_refused = true;
  auto task = payload_task({payload_container("web")});
  task.cpu = 0.25;
  task.memory = 512;
  send({task});
  run_for(1s);
  const auto& host = *engine.by_name("web")->body.host_config;
  EXPECT_EQ(host.cpu_quota, 25000);
  EXPECT_EQ(host.memory, 512 << 20);
  EXPECT_EQ(host.cgroup_parent, std::nullopt);
}

TEST_F(TaskRunTest, AStopThatDockerRefusesIsRepeatedAndGivenUp) {
  run_task({payload_container("web")});
  server.told();
  for (int i = 0; i < 5; ++i) engine.fail_next("stop", {ErrorCode::refused, "busy", {}});
  send_stop();
  run_for(2s);
  EXPECT_THAT(server.told(), IsEmpty());
  run_for(30s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED"));
  EXPECT_EQ(reason(), "CannotStopContainerError: Error response from daemon: busy");
}

TEST_F(TaskRunTest, AnInspectionThatFailsIsRepeatedLater) {
  run_task({payload_container("web")});
  server.told();
  engine.fail_next("inspect", {ErrorCode::timed_out, "", {}});
  engine.exit("web", 137);
  run_for(20s);
  EXPECT_THAT(server.told(), IsEmpty());
  run_for(20s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(137)"));
}

TEST_F(TaskRunTest, AStartedContainerIsToldTogetherWithItsPorts) {
  auto web = payload_container("web");
  web.port_mappings.emplace().push_back({.container_port = 80, .host_port = 0});
  engine.fail_next("inspect", {ErrorCode::timed_out, "", {}});
  run_task({web});
  EXPECT_THAT(engine.asked(), ElementsAre("create web", "start web"));
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  const auto& bindings = server.reports.back().containers->front().network_bindings;
  ASSERT_TRUE(bindings);
  EXPECT_EQ(bindings->front().container_port, 80);
}

TEST_F(TaskRunTest, ATaskGoesOnWhileItsStateCannotBeStored) {
  send({payload_task({payload_container("web")})});
  store.full = true;
  run_for(10s);
  EXPECT_THAT(server.told(), ElementsAre("RUNNING web=RUNNING"));
  store.full = false;
  run_for(10s);
  restart();
  run_for(10s);
  EXPECT_THAT(server.told(), IsEmpty()) << "the record was stored when there was room again";
}

TEST_F(TaskRunTest, AContainerIsRestartedInPlaceAndNobodyIsTold) {
  auto web = payload_container("web");
  web.restart_policy = {.enabled = true, .restart_attempt_period = 60};
  run_task({web});
  const auto id = engine.by_name("web")->id;
  run_for(2min);
  engine.asked();
  server.told();
  engine.exit("web", 3);
  run_for(10s);
  EXPECT_THAT(engine.asked(), ElementsAre("start web"));
  EXPECT_EQ(engine.by_name("web")->id, id);
  EXPECT_THAT(server.told(), IsEmpty());
  engine.exit("web", 4);
  run_for(10s);
  EXPECT_THAT(engine.asked(), IsEmpty());
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(4)"));
}

TEST_F(TaskRunTest, ARestartOfTheAgentKeepsCountAndPeriodOfARestartPolicy) {
  auto web = payload_container("web");
  web.restart_policy = {.enabled = true, .restart_attempt_period = 60};
  run_task({web});
  run_for(2min);
  engine.exit("web", 3);
  run_for(10s);
  stop(Leave::everything);
  run_for(30s);
  start();
  run_for(10s);
  EXPECT_EQ(stored().containers[0].restarts->count, 1);
  engine.asked();
  server.told();
  engine.exit("web", 4);
  run_for(10s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(4)")) << "it ran 50 s only";
}

TEST_F(TaskRunTest, AContainerThatEndsWhileTheAgentIsAwayIsRestarted) {
  auto web = payload_container("web");
  web.restart_policy = {.enabled = true, .restart_attempt_period = 60};
  run_task({web});
  run_for(2min);
  stop(Leave::everything);
  engine.exit("web", 3);
  run_for(1min);
  engine.asked();
  server.told();
  start();
  run_for(10s);
  EXPECT_THAT(engine.asked(), ElementsAre("start web"));
  EXPECT_THAT(server.told(), IsEmpty());
}

TEST_F(TaskRunTest, AFailedRestartEndsTheContainer) {
  auto web = payload_container("web");
  web.restart_policy = {.enabled = true, .restart_attempt_period = 60};
  run_task({web});
  run_for(2min);
  server.told();
  engine.fail_next("start", {ErrorCode::refused, "no", {}});
  engine.exit("web", 3);
  run_for(10s);
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED(3)"));
  EXPECT_EQ(reason(), "CannotStartContainerError: Error response from daemon: no");
}

TEST_F(TaskRunTest, RangesOfTwoTasksGetDifferentBlocksAndAreToldAsOneBinding) {
  auto web = payload_container("web");
  web.port_mappings.emplace().emplace_back().container_port_range = "8000-8003";
  const auto first_port = [&] {
    const auto& bindings = server.reports.back().containers->front().network_bindings;
    const bool one = bindings && bindings->size() == 1 && bindings->front().host_port_range;
    EXPECT_TRUE(one && bindings->front().container_port_range == "8000-8003");
    return one ? std::stoi(*bindings->front().host_port_range) : 0;
  };
  run_task({web});
  const int first = first_port();
  send({payload_task({web}, "arn:second")});
  run_for(1s);
  EXPECT_GE(std::abs(first_port() - first), 4)
      << "the first task's ports are let even while the host shows them free";
}

TEST_F(TaskRunTest, VariablesOfFilesGiveWayToTheDefinitionsOwn) {
  host.files["/a.env"] = "ONE=file\nTWO=file";
  auto web = payload_container("web");
  web.environment.emplace()["ONE"] = "own";
  web.environment_files = {{{"/a.env", "file"}}};
  run_task({web});
  EXPECT_THAT(*engine.by_name("web")->body.env, ::testing::IsSupersetOf({"ONE=own", "TWO=file"}));
}

TEST_F(TaskRunTest, AnEnvironmentFileThatCannotBeReadStopsTheTask) {
  auto web = payload_container("web");
  web.environment_files = {{{"/none.env", "file"}}};
  run_task({web});
  EXPECT_THAT(server.told(), ElementsAre("STOPPED web=STOPPED"));
  EXPECT_EQ(server.reports.back().reason,
            "Unable to read env file /none.env, error: No such file or directory");
  EXPECT_THAT(engine.containers, IsEmpty());
}

TEST_F(TaskRunTest, AnIdleTaskAsksTheEngineForNothing) {
  run_task({payload_container("web")});
  const int before = engine.inspections;
  run_for(4min);
  EXPECT_EQ(engine.inspections, before);
}

}  // namespace
}  // namespace berth::agent::tasks
