// Registration, the order socket and its messages, against a fake server.

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"
#include "base/http.hpp"

namespace berth::agent::session {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::payload_container;
using testing::payload_task;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct SessionTest : ::testing::Test, testing::AgentWorld {};

std::string query(const testing::Line& line, const std::string& name) {
  return query_value(parse_query(line.handshake.query(), PlusSign::literal), name)
      .value_or("(absent)");
}

TEST_F(SessionTest, AnAgentRegistersWithWhatItHas) {
  options.attributes = {{"stack", "test"}};
  start();
  ASSERT_THAT(server.registrations, SizeIs(1));
  const auto first = server.registrations[0];
  EXPECT_EQ(first.cluster, "default");
  EXPECT_THAT(*first.instance_identity_document, HasSubstr("\"instanceId\":\"i-"));
  EXPECT_EQ(first.container_instance_arn, std::nullopt);
  EXPECT_TRUE(agent->is_registered());
  restart();
  const auto& second = server.registrations[1];
  EXPECT_EQ(second.container_instance_arn, testing::instance_arn);
  EXPECT_EQ(second.instance_identity_document, first.instance_identity_document);
  EXPECT_LT(second.attributes->size(), first.attributes->size()) << "custom ones come once";
}

TEST_F(SessionTest, RegistrationIsRepeatedUntilTheServerIsThere) {
  server.down = true;
  start();
  run_for(10min);
  EXPECT_FALSE(agent->is_registered());
  server.down = false;
  run_for(1min);
  EXPECT_TRUE(agent->is_registered());
}

TEST_F(SessionTest, AnAgentTakesNoTasksBeforeItCanRememberWhoItIs) {
  store.full = true;
  start();
  run_for(10s);
  EXPECT_EQ(server.orders, nullptr);
  store.full = false;
  run_for(10s);
  EXPECT_NE(server.orders, nullptr);
  restart();
  EXPECT_EQ(server.registrations.back().container_instance_arn, testing::instance_arn);
}

TEST_F(SessionTest, AMissingDefaultClusterIsMade) {
  server.refusals["RegisterContainerInstance"].push_back(
      testing::refusal(400, "ClusterNotFoundException", "Cluster not found."));
  start();
  run_for(10s);
  EXPECT_THAT(server.operations, ElementsAre("RegisterContainerInstance", "CreateCluster",
                                             "RegisterContainerInstance", "DiscoverPollEndpoint"));
}

TEST_F(SessionTest, AnInstanceThatTheServerForgotIsRegisteredAnew) {
  start();
  stop(Leave::everything);
  server.refusals["RegisterContainerInstance"].push_back(
      testing::refusal(400, "ClientException", "No such instance."));
  start();
  run_for(10s);
  ASSERT_THAT(server.registrations, SizeIs(2));
  EXPECT_EQ(server.registrations[1].container_instance_arn, std::nullopt);
}

TEST_F(SessionTest, NoEngineNoRegistration) {
  engine.away = true;
  start();
  run_for(1h);
  EXPECT_THAT(server.registrations, IsEmpty());
  engine.away = false;
  run_for(15s);
  EXPECT_THAT(server.registrations, SizeIs(1));
}

TEST_F(SessionTest, TheHandshakesAreSignedAndSayWhoComes) {
  start();
  ASSERT_TRUE(server.orders && server.telemetry);
  EXPECT_THAT(server.orders->target, StartsWith("/acs/ws?agentHash="));
  EXPECT_EQ(query(*server.orders, "clusterArn"), "default");
  EXPECT_EQ(query(*server.orders, "containerInstanceArn"), testing::instance_arn);
  EXPECT_EQ(query(*server.orders, "dockerVersion"), "DockerVersion: 20.10.24");
  EXPECT_EQ(query(*server.orders, "protocolVersion"), "2");
  EXPECT_EQ(query(*server.orders, "sendCredentials"), "true");
  EXPECT_EQ(query(*server.orders, "seqNum"), "1");
  EXPECT_THAT(server.telemetry->target, StartsWith("/tcs/ws?agentHash="));
  EXPECT_EQ(query(*server.telemetry, "cluster"), "default");
  EXPECT_EQ(query(*server.telemetry, "containerInstance"), testing::instance_arn);
  EXPECT_EQ(query(*server.telemetry, "dockerVersion"), "20.10.24");
  for (const auto& line : {server.orders, server.telemetry}) {
    EXPECT_EQ(line->handshake.headers.find("Host"), "server:1");
    EXPECT_TRUE(wire::verify(line->handshake, options.credentials, world.clock.now()));
  }
}

TEST_F(SessionTest, AClosedSocketIsReopenedAtOnceAndAsksForNoCredentials) {
  start();
  run_for(30s);
  const auto first = server.orders;
  server.hang_up(*first);
  run_for(10ms);
  EXPECT_NE(server.orders, first);
  EXPECT_EQ(query(*server.orders, "sendCredentials"), "false");
}

TEST_F(SessionTest, AServerThatHangsUpAtOnceIsNotCalledInALoop) {
  start();
  for (int i = 0; i < 1000; ++i) {
    server.hang_up(*server.orders);
    run_for(100ms);
  }
  EXPECT_LT(server.handshakes, 30);
}

TEST_F(SessionTest, ASilentSocketIsReplaced) {
  start();
  const auto first = server.orders;
  run_for(59s);
  EXPECT_EQ(server.orders, first);
  run_for(62s);
  EXPECT_NE(server.orders, first);
  EXPECT_FALSE(first->open);
}

TEST_F(SessionTest, HeartbeatsAreAnsweredAndKeepTheSocketUntilItsTimeIsOver) {
  start();
  const auto first = server.orders;
  gen::agent_protocol::HeartbeatMessage beat;
  beat.healthy = true;
  for (int i = 0; i < 29; ++i) {
    beat.message_id = "h" + std::to_string(i);
    server.order("HeartbeatMessage", beat);
    run_for(1min);
  }
  EXPECT_EQ(server.orders, first);
  const auto answers = server.answers();
  EXPECT_THAT(answers, SizeIs(29));
  EXPECT_EQ(answers[0], R"(HeartbeatAckRequest {"messageId":"h0"})");
  for (int i = 0; i < 7; ++i) {
    server.order("HeartbeatMessage", beat);
    run_for(1min);
  }
  EXPECT_NE(server.orders, first) << "after half an hour the agent reconnects";
}

TEST_F(SessionTest, ADeregisteredInstanceWaitsAnHour) {
  server.handshake_refusal = R"({"InactiveInstanceException":"gone"})";
  start();
  run_for(59min);
  EXPECT_EQ(server.handshakes, 1);
  run_for(2min);
  EXPECT_EQ(server.handshakes, 2);
}

TEST_F(SessionTest, ADeregisteredInstanceOfItsOwnServerRegistersAgain) {
  options.inactive = InactiveInstance::register_again;
  server.handshake_refusal = R"({"InactiveInstanceException":"gone"})";
  start();
  run_for(10s);
  ASSERT_THAT(server.registrations, SizeIs(2));
  EXPECT_EQ(server.registrations[1].container_instance_arn, std::nullopt);
  EXPECT_EQ(server.handshakes, 2);
}

TEST_F(SessionTest, CredentialsAreAcknowledgedBeforeThePayload) {
  start();
  auto task = payload_task({payload_container("web")});
  task.role_credentials.emplace().credentials_id = "cred-1";
  task.role_credentials->expiration = "2027-01-01T00:00:00Z";
  task.role_credentials->access_key_id = "ASIA-key";
  task.role_credentials->secret_access_key = "very-secret";
  task.role_credentials->session_token = "long-token";
  send({task});
  EXPECT_THAT(server.answers(),
              ElementsAre(R"(IAMRoleCredentialsAckRequest {"messageId":"m1",)"
                          R"("expiration":"2027-01-01T00:00:00Z","credentialsId":"cred-1"})",
                          StartsWith("AckRequest")));
  // The id alone is kept: it stands in the container's environment, and a container that is made
  // after a restart of the agent needs the same one.
  for (const auto& [key, row] : store.rows) {
    for (const char* part : {"ASIA-key", "very-secret", "long-token"}) {
      EXPECT_EQ(row.find(part), std::string::npos) << key << " holds " << part;
    }
  }
}

TEST_F(SessionTest, RefreshedCredentialsOfAnUnknownTaskAreNotAcknowledged) {
  start();
  gen::agent_protocol::IAMRoleCredentialsMessage message;
  message.message_id = "c1";
  message.task_arn = testing::task_arn;
  message.role_credentials.credentials_id = "cred-1";
  server.order("IAMRoleCredentialsMessage", message);
  run_for(1s);
  EXPECT_THAT(server.answers(), IsEmpty());
  send({payload_task({payload_container("web")})});
  server.answers();
  server.order("IAMRoleCredentialsMessage", message);
  run_for(1s);
  EXPECT_THAT(server.answers(), ElementsAre(HasSubstr("cred-1")));
}

TEST_F(SessionTest, FieldNamesMayHaveAnyCaseAndUnknownThingsArePassedOver) {
  start();
  server.push(*server.orders, R"({"TYPE":"HeartbeatMessage","Message":{"MESSAGEID":"x","new":1}})");
  server.push(*server.orders, R"({"type":"SomethingNew","message":{}})");
  server.push(*server.orders, "no json");
  run_for(1s);
  EXPECT_THAT(server.answers(), ElementsAre(R"(HeartbeatAckRequest {"messageId":"x"})"));
}

TEST_F(SessionTest, UpdatesAreRefused) {
  start();
  gen::agent_protocol::UpdateMessage update;
  update.message_id = "u1";
  server.order("StageUpdateMessage", update);
  run_for(1s);
  EXPECT_THAT(server.answers(), ElementsAre(HasSubstr("Updates are disabled")));
}

TEST_F(SessionTest, TheManifestsCounterOutlivesTheAgent) {
  start();
  gen::agent_protocol::TaskManifestMessage manifest;
  manifest.message_id = "man";
  manifest.cluster_arn = testing::cluster_arn;
  manifest.container_instance_arn = testing::instance_arn;
  manifest.timeline = 50;
  server.order("TaskManifestMessage", manifest);
  run_for(1s);
  EXPECT_THAT(server.answers(), SizeIs(1));
  restart();
  server.order("TaskManifestMessage", manifest);
  run_for(1s);
  EXPECT_THAT(server.answers(), IsEmpty());
  manifest.timeline = 51;
  server.order("TaskManifestMessage", manifest);
  run_for(1s);
  EXPECT_THAT(server.answers(), SizeIs(1));
}

}  // namespace
}  // namespace berth::agent::session
