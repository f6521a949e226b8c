#include "agent/steps/container_body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/plan/accept_task.hpp"
#include "agent/steps/network_part.hpp"
#include "agent/steps/overlay.hpp"
#include "agent/steps/prepare_cgroup.hpp"
#include "agent/testing/payloads.hpp"
#include "agent/testing/world.hpp"

namespace berth::agent::steps {
namespace {

using gen::docker::ContainerCreateBody;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using testing::payload_container;
using testing::payload_task;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

struct ContainerBodyTest : ::testing::Test {
  /// Accepts the task and builds the body of its first container.
  StepResult<ContainerCreateBody> build(testing::PayloadTask task) {
    accepted = *plan::accept_task(std::move(task), options.pause.name, 1, entropy);
    for (auto& container : accepted.record.containers) container.docker_id = "id";
    prepare();
    return container_body({accepted.record, accepted.payload, options, "", "i-1"}, 0);
  }
  ContainerCreateBody built(const testing::PayloadContainer& web) {
    return *build(payload_task({web}));
  }

  std::function<void()> prepare = [] {};
  testing::CountedEntropy entropy;
  AgentOptions options{.region = "eu-west-1", .cluster = "prod"};
  plan::AcceptedTask accepted;
};

TEST_F(ContainerBodyTest, LabelsAndRegionAreAddedAndOurLabelsWin) {
  auto web = payload_container("web");
  web.environment = {{"A", "1"}, {"AWS_REGION", "mine"}};
  web.docker_config.emplace().config =
      R"({"Labels":{"team":"x","com.amazonaws.ecs.cluster":"forged"},"User":"nobody"})";
  const auto body = built(web);
  EXPECT_THAT(*body.env, ElementsAre("A=1", "AWS_REGION=mine", "AWS_DEFAULT_REGION=eu-west-1"));
  EXPECT_EQ(body.user, "nobody");
  EXPECT_THAT(*body.labels,
              UnorderedElementsAre(Pair("team", "x"), Pair("berth.instance-id", "i-1"),
                                   Pair("com.amazonaws.ecs.cluster", "prod"),
                                   Pair("com.amazonaws.ecs.container-name", "web"),
                                   Pair("com.amazonaws.ecs.task-arn", testing::task_arn),
                                   Pair("com.amazonaws.ecs.task-definition-family", "web"),
                                   Pair("com.amazonaws.ecs.task-definition-version", "1")));
}

TEST_F(ContainerBodyTest, TheImagesOwnRegionIsNotOverruled) {
  prepare = [&] { accepted.record.containers[0].image_environment = {"AWS_DEFAULT_REGION"}; };
  EXPECT_THAT(*built(payload_container("web")).env, ElementsAre("AWS_REGION=eu-west-1"));
}

TEST_F(ContainerBodyTest, CpuAndMemoryStayWithinDockersBounds) {
  const auto check = [&](std::int32_t cpu, std::int32_t memory, std::int64_t shares,
                         std::optional<std::int64_t> bytes) {
    auto web = payload_container("web");
    web.cpu = cpu;
    web.memory = memory;
    const auto host = *built(web).host_config;
    EXPECT_EQ(host.cpu_shares, shares);
    EXPECT_EQ(host.memory, bytes);
  };
  check(0, 0, 2, std::nullopt);
  check(1, 4, 2, 6 << 20);
  check(256, 512, 256, 512 << 20);
  check(300000, 0, 262144, std::nullopt);
}

TEST_F(ContainerBodyTest, WithoutATaskCgroupTheContainerIsLimitedAlone) {
  auto task = payload_task({payload_container("web")});
  task.cpu = 0.5;
  task.memory = 256;
  prepare = [&] { accepted.record.cgroup = Readiness::ready; };
  const auto host = *build(task)->host_config;
  EXPECT_EQ(host.cpu_quota, 50000);
  EXPECT_EQ(host.cpu_period, 100000);
  EXPECT_EQ(host.memory, 256 << 20);
  prepare = [&] { accepted.record.cgroup_parent = "/ecs/1"; };
  const auto shared = *build(task)->host_config;
  EXPECT_EQ(shared.cgroup_parent, "/ecs/1");
  EXPECT_EQ(shared.cpu_quota, std::nullopt);
}

TEST_F(ContainerBodyTest, PortsArePublishedInBridgeModeOnly) {
  auto web = payload_container("web");
  auto& mappings = web.port_mappings.emplace();
  mappings.push_back({.container_port = 80, .host_port = 8080});
  mappings.push_back({.container_port = 53, .protocol = "udp"});
  mappings.push_back({.container_port_range = "9000-9001"});
  const auto bindings = *built(web).host_config->port_bindings;
  ASSERT_EQ(bindings.size(), 4u);
  EXPECT_EQ(bindings.at("80/tcp")[0].host_port, "8080");
  EXPECT_EQ(bindings.at("53/udp")[0].host_port, "");
  EXPECT_TRUE(bindings.contains("9001/tcp"));
  auto host = payload_task({web});
  host.network_mode = "host";
  const auto body = build(host);
  EXPECT_EQ(body->host_config->network_mode, "host");
  EXPECT_EQ(body->host_config->port_bindings, std::nullopt);
}

TEST_F(ContainerBodyTest, LinksMountsAndVolumesUseTheNamesInDocker) {
  auto web = payload_container("web");
  web.links = {{"db:database"}};
  web.volumes_from.emplace().push_back({.source_container = "db", .read_only = true});
  auto& mounts = web.mount_points.emplace();
  mounts.push_back({.source_volume = "data", .container_path = "/d"});
  mounts.push_back({.source_volume = "etc", .container_path = "/e", .read_only = true});
  auto task = payload_task({web, payload_container("db")});
  auto& volumes = task.volumes.emplace();
  volumes.push_back({.name = "data", .host = gen::agent_protocol::HostVolume{}});
  volumes.push_back({.name = "etc"});
  volumes.back().host = gen::agent_protocol::HostVolume{.source_path = "/etc"};
  const auto host = *build(task)->host_config;
  const auto db = accepted.record.containers[1].docker_name;
  EXPECT_THAT(*host.links, ElementsAre(db + ":database"));
  EXPECT_THAT(*host.volumes_from, ElementsAre(db + ":ro"));
  EXPECT_THAT(*host.binds,
              ElementsAre(accepted.record.volume_records[0].docker_name + ":/d", "/etc:/e:ro"));
}

TEST_F(ContainerBodyTest, WhatIsWrongWithTheDefinitionHasItsName) {
  const auto check = [&](auto change, const char* expected) {
    auto web = payload_container("web");
    change(web);
    const auto refused = build(payload_task({web}));
    ASSERT_FALSE(refused) << expected;
    EXPECT_THAT(refused.error().reason(), StartsWith(expected));
  };
  check([](auto& web) { web.mount_points.emplace().push_back({.source_volume = "nope"}); },
        "HostConfigError: Invalid volume referenced: nope");
  check([](auto& web) { web.docker_config.emplace().host_config = "{"; },
        "HostConfigError: Unable to decode given host config: ");
  check([](auto& web) { web.docker_config.emplace().config = R"({"User":1})"; },
        "DockerClientConfigError: Unable decode given docker config: ");
  check([](auto& web) { web.health_check_type = "docker"; },
        "DockerClientConfigError: docker health check is nil while container health check type is "
        "DOCKER");
}

TEST_F(ContainerBodyTest, TheImagesHealthCheckDoesNotCountButTheDefinitionsDoes) {
  auto web = payload_container("web");
  EXPECT_THAT(*built(web).healthcheck->test, ElementsAre("NONE"));
  web.health_check_type = "docker";
  web.docker_config.emplace().config =
      R"({"Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":5000000000,"Retries":3}})";
  const auto check = *built(web).healthcheck;
  EXPECT_THAT(*check.test, ElementsAre("CMD-SHELL", "true"));
  EXPECT_EQ(check.interval, 5000000000);
}

TEST_F(ContainerBodyTest, InAnAwsvpcTaskThePauseContainerAloneHasTheNetwork) {
  auto web = payload_container("web");
  web.port_mappings.emplace().push_back({.container_port = 80});
  web.docker_config.emplace().config = R"({"Hostname":"mine"})";
  web.docker_config->host_config = R"({"NetworkMode":"awsvpc","ExtraHosts":["a:10.0.0.1"]})";
  const auto body = build(testing::with_interface(payload_task({web})));
  EXPECT_EQ(body->host_config->network_mode, "container:id");
  EXPECT_EQ(body->host_config->extra_hosts, std::nullopt);
  EXPECT_EQ(body->hostname, std::nullopt);
  EXPECT_EQ(body->exposed_ports, std::nullopt);
  const auto pause = pause_body({accepted.record, accepted.payload, options});
  EXPECT_EQ(pause.image, "berth/pause:1");
  EXPECT_EQ(pause.hostname, "ip-172-31-0-20.ec2.internal");
  EXPECT_EQ(pause.host_config->network_mode, "berth-vpc-0a1b2c3d4e5f6a7b8");
  EXPECT_THAT(*pause.host_config->extra_hosts, ElementsAre("a:10.0.0.1"));
  const auto& endpoint =
      pause.networking_config->endpoints_config->at("berth-vpc-0a1b2c3d4e5f6a7b8");
  EXPECT_EQ(endpoint.ipam_config->ipv4_address, "172.31.0.20");
  EXPECT_EQ(endpoint.mac_address, "0a:00:ac:1f:00:14");
}

TEST_F(ContainerBodyTest, ThePauseContainerHoldsSharedProcessesAndIpc) {
  const auto check = [&](const char* pid, const char* ipc, std::optional<std::string> expected_pid,
                         std::optional<std::string> expected_ipc,
                         std::optional<std::string> pause_ipc) {
    auto task = payload_task({payload_container("web")});
    task.network_mode = "bridge";
    task.pid_mode = pid;
    task.ipc_mode = ipc;
    const auto host = *build(task)->host_config;
    EXPECT_EQ(host.network_mode, "bridge");
    EXPECT_EQ(host.pid_mode, expected_pid);
    EXPECT_EQ(host.ipc_mode, expected_ipc);
    EXPECT_EQ(accepted.record.network, Readiness::not_needed);
    const auto pause = pause_body({accepted.record, accepted.payload, options});
    EXPECT_EQ(pause.host_config->network_mode, "none");
    EXPECT_EQ(pause.host_config->ipc_mode, pause_ipc);
  };
  check("task", "", "container:id", std::nullopt, std::nullopt);
  check("", "task", std::nullopt, "container:id", "shareable");
  check("task", "task", "container:id", "container:id", "shareable");
}

TEST(Overlay, PresentMembersWinObjectsMergeAndListsAreReplaced) {
  EXPECT_EQ(
      overlay_json(R"({"a":1,"b":{"x":1,"y":2},"c":[1,2]})", R"({"b":{"y":3},"c":[9],"d":null})"),
      R"({"a":1,"b":{"x":1,"y":3},"c":[9]})");
}

TEST(TaskLimits, ContradictionsAreRefusedAndSharesCountWithoutCpu) {
  AgentOptions options;
  testing::CountedEntropy entropy;
  auto web = payload_container("web"), log = payload_container("log");
  web.cpu = 100;
  auto task = payload_task({web, log});
  task.memory = 128;
  const auto accepted = *plan::accept_task(std::move(task), "p", 1, entropy);
  const auto limits = task_limits({accepted.record, accepted.payload, options});
  EXPECT_EQ(limits.task_id, "0123abcd");
  EXPECT_EQ(limits.cpu, std::nullopt);
  EXPECT_EQ(limits.cpu_shares, 102);
  EXPECT_EQ(limits.memory, 128 << 20);
}

}  // namespace
}  // namespace berth::agent::steps
