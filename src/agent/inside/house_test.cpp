// Whole agents answering their tasks.
#include "agent/inside/house.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent::inside {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::payload_container;
using testing::payload_task;
using ::testing::StartsWith;
using testing::with_interface;

const std::string other_arn = std::string(testing::task_arn) + "-other";

struct HouseTest : ::testing::Test, testing::AgentWorld {
  void SetUp() override { start(); }

  std::vector<std::string> environment(const std::string& name = "web") {
    const auto* container = engine.by_name(name);
    return container == nullptr ? std::vector<std::string>{} : *container->body.env;
  }
  std::string variable(const std::string& name, const std::string& container = "web") {
    for (const auto& line : environment(container)) {
      if (line.starts_with(name + "=")) return line.substr(name.size() + 1);
    }
    return {};
  }
  /// The path of a container's version 4 endpoint, "/v4/<id>".
  std::string endpoint(const std::string& container = "web") {
    const auto url = variable("ECS_CONTAINER_METADATA_URI_V4", container);
    return url.empty() ? url : url.substr(listener.url.size());
  }
  std::string id(const std::string& container = "web") { return endpoint(container).substr(4); }

  gen::agent_protocol::IAMRoleCredentials role(const std::string& credentials_id) {
    gen::agent_protocol::IAMRoleCredentials credentials;
    credentials.credentials_id = credentials_id;
    credentials.role_arn = "arn:role";
    credentials.access_key_id = "ASIA1";
    credentials.secret_access_key = "s";
    return credentials;
  }
};

TEST_F(HouseTest, every_container_is_told_where_to_ask) {
  send({payload_task({payload_container("web"), payload_container("log")})});
  EXPECT_THAT(id(), ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-.*"));
  EXPECT_EQ(variable("ECS_CONTAINER_METADATA_URI"), "http://169.254.170.2/v3/" + id());
  EXPECT_EQ(variable("ECS_AGENT_URI"), "http://169.254.170.2/api/" + id());
  EXPECT_NE(id("log"), id());
  EXPECT_THAT(environment(), Not(Contains(StartsWith("AWS_CONTAINER_CREDENTIALS"))));
}

TEST_F(HouseTest, nobody_overrules_where_to_ask) {
  auto web = payload_container("web");
  web.environment.emplace()["ECS_AGENT_URI"] = "http://elsewhere";
  send({payload_task({web})});
  EXPECT_THAT(environment(), Not(Contains("ECS_AGENT_URI=http://elsewhere")));
  EXPECT_THAT(variable("ECS_AGENT_URI"), StartsWith("http://169.254.170.2/api/"));
}

TEST_F(HouseTest, a_container_reads_about_itself_and_its_task) {
  send({payload_task({payload_container("web"), payload_container("log")})});
  const auto container = ask(endpoint());
  EXPECT_EQ(container.status, 200);
  EXPECT_THAT(container.body, AllOf(HasSubstr(R"("Name":"web")"), HasSubstr(R"("RUNNING")")));
  EXPECT_THAT(ask(endpoint("log") + "/task").body,
              AllOf(HasSubstr(R"("Name":"web")"), HasSubstr(R"("Name":"log")")));
  EXPECT_THAT(ask(endpoint() + "/associations/x").body, R"({"Associations":null})");
  EXPECT_EQ(ask(endpoint() + "/associations/x/y").status, 404);
}

TEST_F(HouseTest, what_nobody_holds_is_not_found) {
  send({payload_task({payload_container("web")})});
  const auto answer = ask("/v4/11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body,
            R"("V4 container metadata handler: unable to get container ID from request: unable to )"
            R"(get docker ID from v3 endpoint ID: 11111111-2222-4333-8444-555555555555")");
  EXPECT_THAT(ask("/v3/x/task/stats").body,
              R"("V3 task stats handler: unable to get task ARN from request: unable to get task )"
              R"(Arn from v3 endpoint ID: x")");
  EXPECT_EQ(ask("/nothing").status, 404);
  EXPECT_EQ(ask(HttpRequest{.method = "DELETE", .target = endpoint()}).status, 405);
}

TEST_F(HouseTest, a_container_that_asks_at_once_waits_until_it_is_seen_running) {
  engine.delays["start"] = 300ms;
  send({payload_task({payload_container("web")})});
  run_for(100ms);
  const auto path = endpoint();
  ASSERT_FALSE(path.empty());
  EXPECT_THAT(ask(path).body, HasSubstr(R"("KnownStatus":"RUNNING")"));
}

TEST_F(HouseTest, statistics_are_read_at_once_and_compared_later) {
  send({payload_task({payload_container("web")})});
  const auto docker_id = engine.by_name("web")->id;
  const auto first = ask(endpoint() + "/stats");
  EXPECT_EQ(first.status, 200);
  EXPECT_THAT(first.body, HasSubstr(R"("memory_stats":{"usage":67108864)"));
  run_for(30s);
  EXPECT_THAT(ask(endpoint() + "/stats").body,
              AllOf(HasSubstr(R"("precpu_stats":{)"),
                    HasSubstr(R"("network_rate_stats":{"rx_bytes_per_sec":1E3,)")));
  EXPECT_THAT(ask("/v3/" + id() + "/stats").body, Not(HasSubstr("network_rate_stats")));
  EXPECT_THAT(ask(endpoint() + "/task/stats").body, StartsWith("{\"" + docker_id + "\":{"));
}

TEST_F(HouseTest, statistics_that_cannot_be_read_are_null) {
  send({payload_task({payload_container("web")})});
  const auto docker_id = engine.by_name("web")->id;
  engine.fail_next("stats", {ErrorCode::not_found, "gone"});
  EXPECT_EQ(ask(endpoint() + "/stats").body, "null");
  engine.fail_next("stats", {ErrorCode::not_found, "gone"});
  EXPECT_EQ(ask(endpoint() + "/task/stats").body, "{\"" + docker_id + "\":null}");
}

TEST_F(HouseTest, version_2_knows_an_awsvpc_task_by_its_address_and_nobody_else) {
  send({with_interface(payload_task({payload_container("web")})),
        payload_task({payload_container("log")}, other_arn)});
  run_for(1s);
  const auto from = [&](const std::string& path, const std::string& peer) {
    return ask(HttpRequest{.target = path}, peer);
  };
  const auto own = from("/v2/metadata", "172.31.0.20");
  EXPECT_EQ(own.status, 200);
  EXPECT_THAT(own.body, HasSubstr(testing::task_arn));
  EXPECT_THAT(own.body, Not(HasSubstr("LaunchType")));
  const auto web = engine.by_name("web")->id, log = engine.by_name("log")->id;
  EXPECT_THAT(from("/v2/metadata/" + web, "172.31.0.20").body, HasSubstr(R"("Name":"web")"));
  EXPECT_EQ(from("/v2/metadata/" + log, "172.31.0.20").status, 400) << "another task's";
  EXPECT_EQ(from("/v2/stats/" + web, "172.31.0.20").status, 200);
  const auto stranger = from("/v2/metadata", "172.17.0.2");
  EXPECT_EQ(stranger.status, 400);
  EXPECT_EQ(stranger.body,
            R"("Unable to get task arn from request: unable to associate '172.17.0.2' with task")");
}

TEST_F(HouseTest, credentials_are_served_by_their_id_and_written_down) {
  auto task = payload_task({payload_container("web")});
  task.role_credentials = role("c1");
  task.execution_role_credentials = role("x1");
  send({task});
  EXPECT_EQ(variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), "/v2/credentials/c1");
  EXPECT_THAT(ask("/v2/credentials/c1").body, StartsWith(R"({"RoleArn":"arn:role",)"));
  EXPECT_EQ(ask("/v1/credentials?id=x1").status, 200);
  EXPECT_EQ(ask("/v2/credentials/c2").status, 400);
  ASSERT_EQ(audit.lines.size(), 2U) << "whoever asks without an id must not fill the trail";
  const auto arns = std::string(testing::task_arn) + " GetCredentials 2 default " +
                    std::string(testing::instance_arn);
  EXPECT_THAT(audit.lines[0], HasSubstr(" 200 172.17.0.2:4711 \"/v2/credentials\" \"\" " + arns));
  EXPECT_THAT(audit.lines[1], HasSubstr(" GetCredentialsExecutionRole 2 "));
}

TEST_F(HouseTest, credentials_are_awaited_after_a_restart_and_gone_with_their_task) {
  auto task = payload_task({payload_container("web")});
  task.role_credentials = role("c1");
  send({task});
  restart();
  EXPECT_EQ(ask("/v2/credentials/c1").status, 503);
  gen::agent_protocol::IAMRoleCredentialsMessage message;
  message.message_id = "m9";
  message.task_arn = testing::task_arn;
  message.role_type = "TaskApplication";
  message.role_credentials = role("c1");
  server.order("IAMRoleCredentialsMessage", message);
  run_for(1s);
  EXPECT_EQ(ask("/v2/credentials/c1").status, 200);
  send_stop();
  run_for(4h);
  EXPECT_EQ(ask("/v2/credentials/c1").status, 400);
}

TEST_F(HouseTest, another_place_than_the_sdks_know_is_told_in_full) {
  stop(Leave::everything);
  listener.url = "http://169.254.170.3";
  start();
  auto task = payload_task({payload_container("web")});
  task.role_credentials = role("c1");
  send({task});
  EXPECT_EQ(variable("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            "http://169.254.170.3/v2/credentials/c1");
  EXPECT_EQ(variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), "");
}

TEST_F(HouseTest, protection_needs_a_role) {
  send({payload_task({payload_container("web")})});
  const auto state = "/api/" + id() + "/task-protection/v1/state";
  EXPECT_EQ(ask(state).status, 403);
  EXPECT_EQ(ask(state).body,
            R"({"error":{"Arn":")" + std::string(testing::task_arn) +
                R"(","Code":"AccessDeniedException","Message":"Invalid Request: no task IAM role )"
                R"(credentials available for task"}})");
  HttpRequest put{.method = "PUT", .target = state, .body = R"({"ProtectionEnabled":true})"};
  EXPECT_EQ(ask(put).status, 403);
  put.body = "{}";
  EXPECT_EQ(ask(put).status, 400) << "what is malformed is told first";
  EXPECT_EQ(ask("/api/none/task-protection/v1/state").status, 404);
  EXPECT_EQ(ask(HttpRequest{.method = "POST", .target = state}).status, 405);
}

TEST_F(HouseTest, protection_is_asked_of_ecs_with_the_tasks_own_role) {
  auto task = payload_task({payload_container("web")});
  task.role_credentials = role("c1");
  send({task});
  server.refusals["GetTaskProtection"].push_back(
      testing::refusal(400, "UnsupportedOperationException", "not yet"));
  const auto answer = ask("/api/" + id() + "/task-protection/v1/state");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr(R"("Code":"UnsupportedOperationException")"));
  EXPECT_THAT(server.operations, Contains("GetTaskProtection"));
}

TEST_F(HouseTest, faults_are_refused) {
  send({payload_task({payload_container("web")})});
  const auto path = "/api/" + id() + "/fault/v1/network-latency/start";
  EXPECT_EQ(ask(HttpRequest{.method = "POST", .target = path, .body = "{}"}).status, 400);
  EXPECT_EQ(ask(path).status, 405);
  const std::string nobody = "/api/x/fault/v1/network-latency/stop";
  const auto unknown = ask(HttpRequest{.method = "POST", .target = nobody});
  EXPECT_EQ(unknown.status, 404);
}

TEST_F(HouseTest, tags_are_asked_of_ecs_each_time) {
  send({payload_task({payload_container("web")})});
  const auto answer = ask(endpoint() + "/taskWithTags");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(std::ranges::count(server.operations, "ListTagsForResource"), 2);
  server.refusals["ListTagsForResource"].push_back(
      testing::refusal(400, "AccessDeniedException", "no"));
  EXPECT_THAT(ask(endpoint() + "/taskWithTags").body,
              HasSubstr(R"("Errors":[{"ErrorField":"ContainerInstanceTags",)"));
}

TEST_F(HouseTest, an_address_may_ask_sixty_times_at_once) {
  int refused = 0;
  for (int i = 0; i < 70; ++i) {
    std::optional<HttpResponse> answer;
    world.start(ask_once(house, HttpRequest{.target = "/x", .peer = "10.0.0.1"}, answer));
    world.run_ready();
    refused += answer && answer->status == 429 ? 1 : 0;
  }
  EXPECT_EQ(refused, 10);
}

TEST_F(HouseTest, a_restarted_agent_takes_the_place_that_its_containers_know) {
  send({payload_task({payload_container("web")})});
  const auto path = endpoint();
  restart();
  EXPECT_THAT(listener.wishes, ElementsAre("", "http://169.254.170.2"));
  EXPECT_EQ(ask(path).status, 200);
  EXPECT_THAT(listener.closed, IsEmpty());
}

TEST_F(HouseTest, an_agent_that_leaves_nothing_gives_its_place_back) {
  send({payload_task({payload_container("web")})});
  stop(Leave::nothing);
  EXPECT_THAT(listener.closed, ElementsAre("http://169.254.170.2"));
}

TEST_F(HouseTest, an_agent_without_tasks_gives_its_place_back) {
  stop(Leave::everything);
  EXPECT_THAT(listener.closed, ElementsAre("http://169.254.170.2"));
}

TEST_F(HouseTest, without_a_place_tasks_run_and_are_told_of_none) {
  stop(Leave::everything);
  listener.refusal = Error{ErrorCode::refused, "not root"};
  start();
  send({payload_task({payload_container("web")})});
  EXPECT_NE(engine.by_name("web"), nullptr);
  EXPECT_THAT(environment(), Not(Contains(StartsWith("ECS_"))));
}

}  // namespace
}  // namespace berth::agent::inside
