// The telemetry socket, seen from the server.

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent::telemetry {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct TelemetryTest : ::testing::Test, testing::AgentWorld {
  void SetUp() override { start(); }

  /// The JSON of the frames since the last look that are of that type.
  std::vector<std::string> published(const std::string& type) {
    std::vector<std::string> list;
    for (; seen < server.telemetry->from_agent.size(); ++seen) {
      const auto& text = server.telemetry->from_agent[seen];
      const auto envelope = session::read_envelope(text.substr(text.find("\r\n\r\n") + 4));
      if (envelope && envelope->type == type) list.push_back(envelope->message.json);
    }
    return list;
  }

  std::size_t seen = 0;
};

TEST_F(TelemetryTest, AnIdleAgentSaysSoAtOnceAndEveryTwentySeconds) {
  const auto first = published("PublishMetricsRequest");
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_THAT(first[0], HasSubstr(R"("idle":true,"fin":true)"));
  run_for(61s);
  EXPECT_THAT(published("PublishMetricsRequest"), SizeIs(3));
}

TEST_F(TelemetryTest, FramesBeginWithASignedHeaderBlock) {
  EXPECT_THAT(server.telemetry->from_agent.front(), HasSubstr("Authorization: AWS4-HMAC-SHA256"));
}

TEST_F(TelemetryTest, RunningContainersAreMeasured) {
  send({payload_task({payload_container("web")})});
  run_for(45s);
  const auto frames = published("PublishMetricsRequest");
  ASSERT_FALSE(frames.empty());
  const auto request =
      wire::json::decode<gen::agent_protocol::PublishMetricsRequest>(frames.back());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->metadata.idle, false);
  const auto& task = request->task_metrics->front();
  EXPECT_EQ(task.task_arn, testing::task_arn);
  EXPECT_EQ(task.task_definition_family, "web");
  const auto& container = task.container_metrics->front();
  EXPECT_EQ(container.container_name, "web");
  EXPECT_NEAR(container.cpu_stats_set->max, 25.0, 0.1);
  EXPECT_DOUBLE_EQ(container.memory_stats_set->max, 64.0);
}

TEST_F(TelemetryTest, HealthIsPublishedAsSoonAsItTurns) {
  auto web = payload_container("web");
  web.health_check_type = "docker";
  web.docker_config.emplace().config = R"({"Healthcheck":{"Test":["CMD","x"],"Interval":1000000}})";
  send({payload_task({web})});
  run_for(1s);
  published("PublishHealthRequest");
  engine.turn_health("web", "unhealthy");
  run_for(100ms);
  const auto frames = published("PublishHealthRequest");
  ASSERT_FALSE(frames.empty());
  EXPECT_THAT(frames.back(), HasSubstr(R"("healthStatus":"UNHEALTHY")"));
}

TEST_F(TelemetryTest, WithoutHealthChecksNoHealthIsPublished) {
  send({payload_task({payload_container("web")})});
  run_for(1min);
  EXPECT_THAT(published("PublishHealthRequest"), IsEmpty());
}

TEST_F(TelemetryTest, TheRuntimesStatusIsPublishedWhenItChanges) {
  EXPECT_THAT(published("PublishInstanceStatusRequest"), ElementsAre(HasSubstr("\"OK\"")));
  run_for(1min);
  EXPECT_THAT(published("PublishInstanceStatusRequest"), IsEmpty());
  engine.go_away();
  run_for(30s);
  EXPECT_THAT(published("PublishInstanceStatusRequest"), ElementsAre(HasSubstr("IMPAIRED")));
}

TEST_F(TelemetryTest, AClosedSocketIsReopened) {
  run_for(1s);
  const auto first = server.telemetry;
  server.hang_up(*first);
  run_for(5s);
  EXPECT_NE(server.telemetry, first);
}

}  // namespace
}  // namespace berth::agent::telemetry
