#include "agent/inside/metadata.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "agent/testing/payloads.hpp"

namespace berth::agent::inside {
namespace {

namespace json = boost::json;
using testing::payload_task;
using testing::with_interface;

constexpr Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} +
                       std::chrono::hours{12}};

struct MetadataTest : ::testing::Test {
  MetadataTest() {
    auto web = testing::payload_container("web");
    web.cpu = 64;
    web.memory = 128;
    web.container_arn = "arn:container/web";
    payload = payload_task({web});
    record = testing::task({testing::container("web", ContainerStatus::running)});
    record.cluster_arn = "arn:cluster/mine";
    auto& container = record.containers[0];
    container.image_id = "sha256:1";
    container.created_at = noon;
    container.started_at = noon + std::chrono::milliseconds{250};
    container.engine.ports = {{80, 32768, "tcp", "0.0.0.0"}, {80, 32768, "tcp", "::"}};
    container.engine.networks = {{"bridge", "172.17.0.2", ""}};
    container.engine.volumes = {{"ecs-v", "/var/lib/docker/volumes/ecs-v/_data", "/s"},
                                {"", "/srv", "/srv"}};
    container.engine.labels = {{"my", "l"}};
    container.engine.log_driver = "json-file";
    container.engine.log_options = {{"max-size", "1m"}};
    options.zone = "us-east-1a";
  }

  steps::TaskView view() const { return {record, payload, options}; }
  std::string container(Api api) const {
    return json::serialize(container_metadata(view(), record.containers[0], api));
  }
  std::string task(Api api) const {
    auto told = task_metadata(view(), api);
    told.stable_erase(told.find("Containers"));
    return json::serialize(told);
  }

  TaskRecord record;
  gen::agent_protocol::Task payload;
  AgentOptions options;
};

const std::string head =
    R"({"DockerId":"id-web","Name":"web","DockerName":"ecs-web-1-web-00","Image":"web:local",)"
    R"("ImageID":"sha256:1",)";

TEST_F(MetadataTest, version_4_tells_everything_of_a_container_in_the_order_of_the_ecs_agent) {
  EXPECT_EQ(
      container(Api::v4),
      head +
          R"("Ports":[{"ContainerPort":80,"Protocol":"tcp","HostPort":32768,"HostIp":"0.0.0.0"},)"
          R"({"ContainerPort":80,"Protocol":"tcp","HostPort":32768,"HostIp":"::"}],)"
          R"("Labels":{"my":"l"},"DesiredStatus":"RUNNING","KnownStatus":"RUNNING",)"
          R"("Limits":{"CPU":64,"Memory":128},"CreatedAt":"2026-11-20T12:00:00.000Z",)"
          R"("StartedAt":"2026-11-20T12:00:00.250Z","Type":"NORMAL",)"
          R"("Volumes":[{"DockerName":"ecs-v","Source":"/var/lib/docker/volumes/ecs-v/_data",)"
          R"("Destination":"/s"},{"Source":"/srv","Destination":"/srv"}],)"
          R"("LogDriver":"json-file","LogOptions":{"max-size":"1m"},)"
          R"("ContainerARN":"arn:container/web",)"
          R"("Networks":[{"NetworkMode":"bridge","IPv4Addresses":["172.17.0.2"]}]})");
}

TEST_F(MetadataTest, versions_2_and_3_leave_out_what_came_later) {
  record.containers[0].engine.ports.pop_back();
  record.containers[0].engine.volumes.clear();
  const auto expected =
      head +
      R"("Ports":[{"ContainerPort":80,"Protocol":"tcp","HostPort":32768}],"Labels":{"my":"l"},)"
      R"("DesiredStatus":"RUNNING","KnownStatus":"RUNNING","Limits":{"CPU":64,"Memory":128},)"
      R"("CreatedAt":"2026-11-20T12:00:00.000Z","StartedAt":"2026-11-20T12:00:00.250Z",)"
      R"("Type":"NORMAL","Networks":[{"NetworkMode":"bridge","IPv4Addresses":["172.17.0.2"]}]})";
  EXPECT_EQ(container(Api::v3), expected);
  EXPECT_EQ(container(Api::v2), expected);
}

TEST_F(MetadataTest, tells_a_containers_end_and_its_health) {
  auto& web = record.containers[0];
  web.health = Health{HealthStatus::unhealthy, noon, 7, "refused"};
  auto told = container_metadata(view(), web, Api::v4);
  EXPECT_EQ(json::serialize(told["Health"]),
            R"({"status":"UNHEALTHY","statusSince":"2026-11-20T12:00:00.000Z","exitCode":7,)"
            R"("output":"refused"})");
  web = testing::exited(web, 137);
  web.finished_at = noon;
  record.desired = DesiredStatus::stopped;
  told = container_metadata(view(), web, Api::v4);
  EXPECT_EQ(told["ExitCode"], 137);
  EXPECT_EQ(told["KnownStatus"], "STOPPED");
  EXPECT_EQ(told["DesiredStatus"], "STOPPED");
  EXPECT_EQ(told["FinishedAt"], "2026-11-20T12:00:00.000Z");
}

TEST_F(MetadataTest, version_4_counts_the_restarts_of_a_container_that_has_a_policy) {
  auto& web = record.containers[0];
  EXPECT_FALSE(container_metadata(view(), web, Api::v4).contains("RestartCount"));
  web.restarts.emplace().count = 3;
  EXPECT_EQ(container_metadata(view(), web, Api::v4).at("RestartCount"), 3);
  EXPECT_FALSE(container_metadata(view(), web, Api::v3).contains("RestartCount"));
}

TEST_F(MetadataTest, version_4_tells_the_interface_of_an_awsvpc_task_whole) {
  payload = with_interface(std::move(payload));
  payload.elastic_network_interfaces->front().domain_name_servers = {{"172.31.0.2"}};
  auto told = container_metadata(view(), record.containers[0], Api::v4);
  EXPECT_EQ(json::serialize(told["Networks"]),
            R"([{"NetworkMode":"awsvpc","IPv4Addresses":["172.31.0.20"],"AttachmentIndex":0,)"
            R"("MACAddress":"0a:00:ac:1f:00:14","IPv4SubnetCIDRBlock":"172.31.0.0/16",)"
            R"("DomainNameServers":["172.31.0.2"],"PrivateDNSName":"ip-172-31-0-20.ec2.internal",)"
            R"("SubnetGatewayIpv4Address":"172.31.0.1/16"}])");
  told = container_metadata(view(), record.containers[0], Api::v3);
  EXPECT_EQ(json::serialize(told["Networks"]),
            R"([{"NetworkMode":"awsvpc","IPv4Addresses":["172.31.0.20"]}])");
}

TEST_F(MetadataTest, version_4_tells_of_a_task_in_the_order_of_the_ecs_agent) {
  payload.cpu = 0.25;
  payload.memory = 512;
  payload.service_name = "shop";
  record.pull_started_at = record.pull_stopped_at = noon;
  EXPECT_EQ(task(Api::v4),
            R"({"Cluster":"default","TaskARN":")" + std::string(testing::task_arn) +
                R"(","Family":"web","Revision":"1","DesiredStatus":"RUNNING",)"
                R"("KnownStatus":"RUNNING","Limits":{"CPU":2.5E-1,"Memory":512},)"
                R"("PullStartedAt":"2026-11-20T12:00:00.000Z",)"
                R"("PullStoppedAt":"2026-11-20T12:00:00.000Z","AvailabilityZone":"us-east-1a",)"
                R"("LaunchType":"EC2","ServiceName":"shop","FaultInjectionEnabled":false})");
  const auto told = task_metadata(view(), Api::v4);
  EXPECT_EQ(told.at("Containers").as_array().size(), 1U);
}

TEST_F(MetadataTest, version_3_has_neither_launch_type_nor_limits_of_an_unlimited_task) {
  EXPECT_EQ(task(Api::v3), R"({"Cluster":"default","TaskARN":")" + std::string(testing::task_arn) +
                               R"(","Family":"web","Revision":"1","DesiredStatus":"RUNNING",)"
                               R"("KnownStatus":"RUNNING","AvailabilityZone":"us-east-1a"})");
}

TEST_F(MetadataTest, a_tasks_status_is_what_all_containers_have_reached) {
  record.containers.push_back(testing::container("log", ContainerStatus::pulled));
  EXPECT_EQ(task_metadata(view(), Api::v4).at("KnownStatus"), "PULLED");
  record.containers.back().known = ContainerStatus::stopped;
  EXPECT_EQ(task_metadata(view(), Api::v4).at("KnownStatus"), "RUNNING");
  record.known = TaskStatus::stopped;
  EXPECT_EQ(task_metadata(view(), Api::v4).at("KnownStatus"), "STOPPED");
}

TEST_F(MetadataTest, the_pause_container_is_told_of_on_an_instance_but_not_on_fargate) {
  payload = with_interface(std::move(payload));
  auto pause = testing::container("~internal~ecs~pause", ContainerStatus::running);
  pause.kind = ContainerKind::pause;
  record.containers.push_back(pause);
  auto told = task_metadata(view(), Api::v4);
  ASSERT_EQ(told["Containers"].as_array().size(), 2U);
  const auto& seen = told["Containers"].as_array()[1].as_object();
  EXPECT_EQ(seen.at("Type"), "CNI_PAUSE");
  EXPECT_EQ(seen.at("KnownStatus"), "RESOURCES_PROVISIONED");
  options.capacity = Capacity::fargate;
  told = task_metadata(view(), Api::v4);
  EXPECT_EQ(told["Containers"].as_array().size(), 1U);
  EXPECT_EQ(told["Cluster"], "arn:cluster/mine") << "the hidden cluster is nobody's business";
  EXPECT_EQ(told["VPCID"], "vpc-0a1b2c3d4e5f6a7b8");
}

TEST_F(MetadataTest, tags_stand_beside_the_reasons_why_some_are_missing) {
  TagAnswer task_tags{"TaskTags", "arn:t", std::map<std::string, std::string>{{"team", "x"}}};
  TagAnswer instance_tags{"ContainerInstanceTags", "arn:i",
                          fail(ErrorCode::access_denied, "not you")};
  const auto told = task_metadata(view(), Api::v4, {task_tags, instance_tags});
  EXPECT_EQ(json::serialize(told.at("TaskTags")), R"({"team":"x"})");
  EXPECT_EQ(json::serialize(told.at("Errors")),
            R"([{"ErrorField":"ContainerInstanceTags","ErrorCode":"AccessDeniedException",)"
            R"("ErrorMessage":"not you","ResourceARN":"arn:i"}])");
  EXPECT_FALSE(told.contains("ContainerInstanceTags"));
}

TEST_F(MetadataTest, associations_are_told_to_the_containers_that_take_part) {
  EXPECT_EQ(json::serialize(association_names(view(), "web", "gpu")), R"({"Associations":null})");
  gen::agent_protocol::Association one;
  one.containers = {{"web"}};
  one.type = "gpu";
  one.name = "dev1";
  one.content.emplace().encoding = "base64";
  one.content->value = "eWVz";
  payload.associations.emplace().push_back(one);
  EXPECT_EQ(json::serialize(association_names(view(), "web", "gpu")),
            R"({"Associations":["dev1"]})");
  EXPECT_EQ(association_content(view(), "web", "gpu", "dev1"), "yes");
  EXPECT_EQ(association_content(view(), "web", "gpu", "dev2").error().code, ErrorCode::not_found);
  EXPECT_EQ(association_content(view(), "log", "gpu", "dev1").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace berth::agent::inside
