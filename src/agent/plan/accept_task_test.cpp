#include "agent/plan/accept_task.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/payloads.hpp"
#include "agent/testing/world.hpp"

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using testing::payload_container;
using testing::payload_task;

Result<AcceptedTask> accept(testing::PayloadTask task) {
  static testing::CountedEntropy entropy;
  return accept_task(std::move(task), "berth/pause:1", 7, entropy);
}

TEST(AcceptTask, NamesAreChosenOnceAndReduced) {
  const auto accepted = accept(payload_task({payload_container("web_1.a")}));
  ASSERT_TRUE(accepted);
  EXPECT_THAT(accepted->record.containers[0].docker_name,
              MatchesRegex("ecs-web-1-web1a-[0-9a-f]{20}"));
  EXPECT_EQ(accepted->record.arrival, 7);
}

TEST(AcceptTask, LinksAndVolumesFromBecomeDependencies) {
  auto web = payload_container("web");
  web.links = {{"db:database"}};
  web.volumes_from.emplace().push_back({.source_container = "files"});
  web.depends_on.emplace().push_back({.container_name = "db", .condition = "HEALTHY"});
  const auto accepted =
      accept(payload_task({web, payload_container("db"), payload_container("files")}));
  ASSERT_TRUE(accepted);
  EXPECT_THAT(accepted->record.containers[0].depends_on,
              ElementsAre(Dependency{"db", Condition::healthy}, Dependency{"db", Condition::start},
                          Dependency{"files", Condition::created}));
}

TEST(AcceptTask, ACircleIsAcceptedOnlyToBeStopped) {
  auto a = payload_container("a");
  a.depends_on.emplace().push_back({.container_name = "a", .condition = "START"});
  const auto accepted = accept(payload_task({a}));
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->record.desired, DesiredStatus::stopped);
  EXPECT_EQ(accepted->record.reason,
            std::string("Task dependencies cannot be resolved, taskArn: ") + testing::task_arn);
}

TEST(AcceptTask, CredentialsAreNotStored) {
  auto task = payload_task({payload_container("web")});
  task.role_credentials.emplace().secret_access_key = "secret";
  task.execution_role_credentials.emplace().secret_access_key = "secret";
  const auto accepted = accept(std::move(task));
  EXPECT_EQ(accepted->payload.role_credentials, std::nullopt);
  EXPECT_EQ(accepted->payload.execution_role_credentials, std::nullopt);
}

TEST(AcceptTask, OnlyTheCommandMayBeOverridden) {
  auto web = payload_container("web");
  web.overrides = R"({"command":["sleep","5"]})";
  const auto accepted = accept(payload_task({web}));
  ASSERT_TRUE(accepted);
  EXPECT_THAT(*accepted->payload.containers[0].command, ElementsAre("sleep", "5"));
  web.overrides = R"({"environment":{}})";
  const auto refused = accept(payload_task({web}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(unreadable_reason(refused.error()),
            "UnrecogniedTaskError: Error loading task - Unrecognized key: environment");
}

TEST(AcceptTask, WhatCannotBeCarriedOutIsRefused) {
  const auto check = [](testing::PayloadTask task, const char* expected) {
    const auto result = accept(std::move(task));
    ASSERT_FALSE(result) << expected;
    EXPECT_THAT(result.error().message, HasSubstr(expected));
  };
  check(payload_task({}), "no containers");
  check(payload_task({payload_container("a"), payload_container("a")}), "two containers");
  auto strange = payload_task({payload_container("a")});
  strange.network_mode = "ring";
  check(strange, "unknown network mode ring");
  auto lonely = payload_task({payload_container("a")});
  lonely.network_mode = "awsvpc";
  check(lonely, "no network interface");
  auto gateway = testing::with_interface(payload_task({payload_container("a")}));
  gateway.elastic_network_interfaces->front().subnet_gateway_ipv4_address = "172.31.0.1";
  check(gateway, "invalid gateway");
  auto broken = payload_container("a");
  broken.overrides = "{";
  check(payload_task({broken}), "invalid overrides");
}

TEST(AcceptTask, AnAwsvpcTaskGetsAPauseContainer) {
  const auto accepted = accept(testing::with_interface(payload_task({payload_container("web")})));
  ASSERT_TRUE(accepted);
  const auto* pause = find_pause(accepted->record);
  ASSERT_NE(pause, nullptr);
  EXPECT_EQ(pause->name, "~internal~ecs~pause");
  EXPECT_EQ(pause->image, "berth/pause:1");
  EXPECT_EQ(accepted->record.network, Readiness::needed);
}

TEST(AcceptTask, VolumesOfTheTaskAreNamedForItAndSharedOnesKeepTheirName) {
  auto task = payload_task({payload_container("web")});
  auto& volumes = task.volumes.emplace();
  volumes.push_back({.name = "scratch", .host = gen::agent_protocol::HostVolume{}});
  volumes.push_back({.name = "bind"});
  volumes.back().host = gen::agent_protocol::HostVolume{.source_path = "/srv"};
  volumes.push_back({.name = "shared"});
  volumes.back().docker_volume_configuration.emplace().scope = "shared";
  const auto accepted = accept(std::move(task));
  ASSERT_TRUE(accepted);
  ASSERT_EQ(accepted->record.volume_records.size(), 2u);
  EXPECT_THAT(accepted->record.volume_records[0].docker_name, HasSubstr("ecs-web-1-scratch-"));
  EXPECT_EQ(accepted->record.volume_records[0].removal, Readiness::needed);
  EXPECT_EQ(accepted->record.volume_records[1].docker_name, "shared");
  EXPECT_EQ(accepted->record.volume_records[1].removal, Readiness::not_needed);
  EXPECT_EQ(accepted->record.volumes, Readiness::needed);
}

TEST(HostNeed, TaskLimitsComeBeforeTheSumOfContainers) {
  auto a = payload_container("a"), b = payload_container("b");
  a.cpu = 100;
  a.memory = 200;
  b.cpu = 50;
  b.memory = 300;
  b.docker_config.emplace().host_config = R"({"MemoryReservation":134217728})";
  a.port_mappings.emplace().push_back({.container_port = 80, .host_port = 8080});
  b.port_mappings.emplace().push_back({.container_port = 53, .protocol = "udp"});
  auto task = payload_task({a, b});
  auto need = accept(task)->record.need;
  EXPECT_EQ(need.cpu, 150);
  EXPECT_EQ(need.memory, 328);
  EXPECT_THAT(need.tcp_ports, ElementsAre(8080));
  EXPECT_TRUE(need.udp_ports.empty()) << "a dynamic port needs nothing";
  task.network_mode = "host";
  EXPECT_THAT(accept(task)->record.need.udp_ports, ElementsAre(53));
  task.cpu = 0.25;
  task.memory = 512;
  need = accept(task)->record.need;
  EXPECT_EQ(need.cpu, 256);
  EXPECT_EQ(need.memory, 512);
  EXPECT_EQ(accept(task)->record.cgroup, Readiness::needed);
  task.launch_type = "FARGATE";
  EXPECT_EQ(accept(task)->record.need.cpu, 0);
}

}  // namespace
}  // namespace berth::agent::plan
