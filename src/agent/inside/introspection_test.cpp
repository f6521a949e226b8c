#include "agent/inside/introspection.hpp"

#include <gtest/gtest.h>

#include "agent/testing/agent_world.hpp"

namespace berth::agent::inside {
namespace {

struct IntrospectionTest : ::testing::Test {
  IntrospectionTest() {
    first = testing::task({testing::container("web", ContainerStatus::running)});
    first.known = TaskStatus::running;
    first.containers[0].docker_id = "abcdef012345" + std::string(52, '0');
    first.containers[0].engine.ports = {{80, 32768, "tcp", "0.0.0.0"}};
    second = first;
    second.arn += "2";
    second.containers[0].docker_id = "abcdff012345" + std::string(52, '0');
  }

  HttpResponse ask(const std::string& target, const std::string& method = "GET") const {
    InstanceView instance{"prod", arn, {}};
    for (const auto* each : {&first, &second}) instance.tasks.push_back({*each, payload, options});
    return introspect(instance, {.method = method, .target = target});
  }

  TaskRecord first, second;
  gen::agent_protocol::Task payload = testing::payload_task({testing::payload_container("web")});
  AgentOptions options;
  std::string arn;
};

const std::string no_task =
    R"({"Arn":"","KnownStatus":"","Family":"","Version":"","Containers":null})";

TEST_F(IntrospectionTest, lists_its_commands_on_every_other_path) {
  for (const char* path : {"/", "/v2/tasks", "/v1"}) {
    const auto answer = ask(path);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, R"({"AvailableCommands":["/v1/metadata","/v1/tasks","/license"]})");
    EXPECT_EQ(answer.headers.find("Content-Type"), "application/json");
  }
  EXPECT_EQ(ask("/v1/tasks", "POST").status, 405);
}

TEST_F(IntrospectionTest, tells_the_instance_once_it_is_registered) {
  EXPECT_TRUE(
      ask("/v1/metadata")
          .body.starts_with(
              R"({"Cluster":"prod","ContainerInstanceArn":null,"Version":"Berth agent - v)"));
  arn = "arn:instance/1";
  EXPECT_TRUE(ask("/v1/metadata")
                  .body.starts_with(
                      R"({"Cluster":"prod","ContainerInstanceArn":"arn:instance/1","Version":)"));
}

TEST_F(IntrospectionTest, tells_all_tasks_or_one) {
  const auto task = ask("/v1/tasks?taskarn=" + first.arn);
  EXPECT_EQ(task.status, 200);
  EXPECT_EQ(task.body, R"({"Arn":")" + first.arn +
                           R"(","DesiredStatus":"RUNNING","KnownStatus":"RUNNING",)"
                           R"("Family":"web","Version":"1","Containers":[{"DockerId":")" +
                           first.containers[0].docker_id +
                           R"(","DockerName":"ecs-web-1-web-00","Name":"web",)"
                           R"("Image":"web:local","ImageID":"","StartedAt":)"
                           R"("1970-01-01T00:00:00.000Z","Ports":[{"ContainerPort":80,)"
                           R"("Protocol":"tcp","HostPort":32768}]}]})");
  const auto all = ask("/v1/tasks");
  EXPECT_TRUE(all.body.starts_with(R"({"Tasks":[)" + task.body + R"(,{"Arn":")" + second.arn));
}

struct Search {
  std::string query;
  int status;
};

TEST_F(IntrospectionTest, finds_a_task_by_the_beginning_of_a_short_container_id_only) {
  const std::string id = first.containers[0].docker_id;
  const Search searches[] = {
      {"dockerid=" + id, 200},
      {"dockerid=" + id.substr(0, 12), 200},
      {"dockerid=abcde", 200},
      {"dockerid=" + id.substr(0, 13), 404},  // Too long for a beginning.
      {"dockerid=abcd", 400},                 // Of two.
      {"dockerid=beef", 404},
      {"taskarn=arn:none", 404},
      {"taskarn=" + first.arn + "&dockerid=" + id, 400},
  };
  for (const auto& search : searches) {
    const auto answer = ask("/v1/tasks?" + search.query);
    EXPECT_EQ(answer.status, search.status) << search.query;
    EXPECT_EQ(answer.body == no_task, search.status != 200) << search.query;
  }
}

TEST_F(IntrospectionTest, leaves_out_pause_containers_and_wishes_that_add_nothing) {
  auto pause = testing::container("~internal~ecs~pause", ContainerStatus::running);
  pause.kind = ContainerKind::pause;
  pause.docker_id = "beef";
  first.containers.push_back(pause);
  first.known = TaskStatus::stopped;
  const auto answer = ask("/v1/tasks?taskarn=" + first.arn);
  EXPECT_EQ(answer.body.find("pause"), std::string::npos);
  EXPECT_EQ(answer.body.find("DesiredStatus"), std::string::npos);
  EXPECT_EQ(ask("/v1/tasks?dockerid=beef").status, 404);
}

TEST_F(IntrospectionTest, shows_the_licence) {
  EXPECT_NE(ask("/license").body.find("Apache License"), std::string::npos);
}

TEST(Introspection, tells_what_the_agent_knows_now) {
  testing::AgentWorld world;
  world.start();
  world.send({testing::payload_task({testing::payload_container("web")})});
  const auto answer = world.ask_introspection("/v1/tasks");
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find(testing::task_arn), std::string::npos);
  EXPECT_NE(world.ask_introspection("/v1/metadata").body.find(testing::instance_arn),
            std::string::npos);
}

}  // namespace
}  // namespace berth::agent::inside
