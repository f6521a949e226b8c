#include "adapters/docker/docker_engine.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/docker/testing/docker_fixture.hpp"

namespace berth::adapters {
namespace {

namespace docker = gen::docker;
using testing::ElementsAre;

TEST_F(DockerEngineTest, a_refusal_has_the_engines_words) {
  const std::string line = "GET /v1.41/containers/x/json";
  fake.answer(line, answer_bytes(404, R"({"message":"No such container: x"})"));
  fake.answer(line, answer_bytes(500, R"({"message":"disk on fire\n"})"));
  fake.answer(line, answer_bytes(409, R"({"message":"in progress"})"));
  fake.answer(line, answer_bytes(502, "Bad Gateway"));
  fake.answer(line, answer_bytes(400, ""));
  const auto said = [](ErrorCode code, const std::string& text) {
    return error(code, "Error response from daemon: " + text);
  };
  const auto inspect = [this] { return failure(engine.inspect_container("x", long_time)); };
  EXPECT_EQ(inspect(), said(ErrorCode::not_found, "No such container: x"));
  EXPECT_EQ(inspect(), said(ErrorCode::refused, "disk on fire"));
  EXPECT_EQ(inspect(), said(ErrorCode::refused, "in progress"));
  EXPECT_EQ(inspect(), said(ErrorCode::refused, "Bad Gateway"));
  EXPECT_EQ(inspect(), said(ErrorCode::refused, "status 400"));
}

TEST_F(DockerEngineTest, a_taken_name_is_already_exists) {
  const std::string line = "POST /v1.41/containers/create?name=web";
  fake.answer(line, answer_bytes(409, R"({"message":"Conflict. The name is taken."})"));
  EXPECT_EQ(
      failure(engine.create_container("web", {}, long_time)),
      error(ErrorCode::already_exists, "Error response from daemon: Conflict. The name is taken."));
}

TEST_F(DockerEngineTest, an_absent_engine_is_unreachable_in_dockers_words) {
  DockerOptions nowhere;
  nowhere.endpoint = "unix:///nowhere/docker.sock";
  DockerEngine absent(clock, nowhere);
  EXPECT_EQ(failure(absent.start_container("x", long_time)),
            error(ErrorCode::unreachable,
                  "Cannot connect to the Docker daemon at unix:///nowhere/docker.sock. Is the "
                  "docker daemon running?"));
}

TEST_F(DockerEngineTest, an_answer_that_breaks_off_is_unreachable) {
  const std::string line = "GET /v1.41/containers/x/json";
  fake.answer(line, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":");
  fake.answer(line, "");
  EXPECT_EQ(
      failure(engine.inspect_container("x", long_time)),
      error(ErrorCode::unreachable, "The container engine went away before its answer was whole."));
  EXPECT_EQ(failure(engine.inspect_container("x", long_time)).code, ErrorCode::unreachable);
}

TEST_F(DockerEngineTest, a_slow_answer_is_timed_out) {
  fake.answer("GET /v1.41/containers/x/json", "", Afterwards::hold);
  fake.answer("GET /v1.41/containers/x/json", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
              Afterwards::hold);
  const auto expected =
      error(ErrorCode::timed_out, "The container engine took too long to answer.");
  EXPECT_EQ(failure(engine.inspect_container("x", soon)), expected);
  EXPECT_EQ(failure(engine.inspect_container("x", soon)), expected);
}

TEST_F(DockerEngineTest, an_answer_that_is_no_json_is_corrupt) {
  fake.answer("GET /v1.41/containers/x/json", answer_bytes(200, "<html>"));
  fake.answer("GET /v1.41/containers/x/json", answer_bytes(200, ""));
  EXPECT_EQ(failure(engine.inspect_container("x", long_time)).code, ErrorCode::corrupt);
  EXPECT_EQ(failure(engine.inspect_container("x", long_time)),
            error(ErrorCode::corrupt,
                  "The container engine's answer about a container cannot be read: it is empty"));
}

TEST_F(DockerEngineTest, the_version_is_asked_once_and_again_when_the_engine_was_away) {
  const std::string start = "POST /v1.41/containers/x/start";
  fake.answer(start, answer_bytes(204, ""));
  fake.answer(start, answer_bytes(304, ""));
  fake.answer(start, "");
  fake.answer("GET /version", answer_bytes(200, R"({"ApiVersion":"1.41"})"));
  fake.answer("GET /version", answer_bytes(200, R"({"ApiVersion":"1.52","MinAPIVersion":"1.44"})"));
  fake.answer("POST /v1.44/containers/x/start", answer_bytes(204, ""));
  EXPECT_TRUE(play(engine.start_container("x", long_time)));
  EXPECT_TRUE(play(engine.start_container("x", long_time))) << "started already";
  EXPECT_FALSE(play(engine.start_container("x", long_time)));
  EXPECT_TRUE(play(engine.start_container("x", long_time)));
  EXPECT_THAT(fake.requests, ElementsAre("GET /version", start, start, start, "GET /version",
                                         "POST /v1.44/containers/x/start"));
}

TEST(DockerVersion, is_the_newest_that_both_sides_know) {
  EXPECT_EQ(agree_on_version("1.12", "1.41"), "1.41");
  EXPECT_EQ(agree_on_version("", "1.43"), "1.43");
  EXPECT_EQ(agree_on_version("1.24", "1.51"), "1.44");
  EXPECT_EQ(agree_on_version("1.45", "1.60").error(),
            error(ErrorCode::refused,
                  "The container engine speaks versions 1.45 to 1.60 of its API, Berth speaks 1.41 "
                  "to 1.44."));
  EXPECT_EQ(agree_on_version("1.12", "1.40").error().code, ErrorCode::refused);
  EXPECT_EQ(agree_on_version("1.12", "new").error().code, ErrorCode::corrupt);
}

TEST_F(DockerEngineTest, containers_are_created_as_asked) {
  fake.answer("POST /v1.41/containers/create?name=ecs-web-1-a",
              answer_bytes(201, R"({"Id":"c0ffee","Warnings":null})"));
  docker::ContainerCreateBody body;
  body.image = "httpd:2.4";
  body.env.emplace() = {"A=b"};
  body.host_config.emplace().memory = 1 << 20;
  EXPECT_EQ(play(engine.create_container("ecs-web-1-a", body, long_time)), "c0ffee");
  EXPECT_THAT(
      asked(),
      ElementsAre("POST /v1.41/containers/create?name=ecs-web-1-a "
                  R"({"Env":["A=b"],"Image":"httpd:2.4","HostConfig":{"Memory":1048576}})"));
}

TEST_F(DockerEngineTest, containers_stop_in_whole_seconds_and_go_with_their_volumes) {
  fake.answer("POST /v1.41/containers/x/stop?t=31", answer_bytes(304, ""));
  fake.answer("DELETE /v1.41/containers/x?force=1&v=1", answer_bytes(204, ""));
  EXPECT_TRUE(play(engine.stop_container("x", std::chrono::milliseconds{30'001}, long_time)));
  EXPECT_TRUE(play(engine.remove_container("x", long_time)));
}

TEST_F(DockerEngineTest, containers_are_listed_by_label) {
  fake.answer("GET /v1.41/containers/json?all=1&filters=%7B%22label%22:%5B%22a%3Db%22%5D%7D",
              answer_bytes(200, R"([{"Id":"1","Names":["/a"],"State":"exited","Labels":{"a":"b"}},
                                    {"Id":"2","Names":["/b"],"State":"running"}])"));
  const auto listed = play(engine.list_containers("a=b", long_time));
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ(listed->front().state, "exited");
  EXPECT_EQ(listed->back().id, "2");
}

TEST_F(DockerEngineTest, statistics_survive_numbers_beyond_64_bits) {
  fake.answer("GET /v1.41/containers/x/stats?stream=0&one-shot=1",
              answer_bytes(200, R"({"pids_stats":{"limit":18446744073709551615},
                                    "memory_stats":{"usage":12,"stats":{"cache":3}}})"));
  const auto stats = play(engine.container_stats("x", long_time));
  ASSERT_TRUE(stats) << stats.error().message;
  EXPECT_EQ(stats->memory_stats->usage, 12);
  EXPECT_EQ(stats->memory_stats->stats->at("cache"), 3);
}

TEST_F(DockerEngineTest, slow_calls_never_hold_up_quick_ones) {
  auto few = options();
  few.quick_calls_max = few.slow_calls_max = 1;
  DockerEngine narrow(clock, few);
  fake.answer("POST /v1.41/containers/x/stop?t=30", "", Afterwards::hold);
  fake.answer("GET /v1.41/containers/x/json", answer_bytes(200, R"({"Id":"x"})"));
  fake.answer("GET /v1.41/containers/y/json", "", Afterwards::hold);
  Result<void> stopped;
  Result<docker::ContainerInspect> seen = fail(ErrorCode::canceled, ""), held = seen, late = seen;
  auto stop = keep(narrow.stop_container("x", std::chrono::seconds{30}, 15 * soon), &stopped);
  auto inspect = keep(narrow.inspect_container("x", long_time), &seen);
  auto hold = keep(narrow.inspect_container("y", 15 * soon), &held);
  auto wait = keep(narrow.inspect_container("z", soon), &late);
  stage.play({&stop, &inspect, &hold, &wait});
  EXPECT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(stopped.error().code, ErrorCode::timed_out);
  EXPECT_EQ(held.error().message, "The container engine took too long to answer.");
  EXPECT_EQ(late.error().message, "Too many calls to the container engine are under way.");
}

TEST_F(DockerEngineTest, an_engine_without_cgroups_gives_tasks_no_limits) {
  fake.answer("GET /v1.41/info", answer_bytes(200, R"({"CgroupDriver":"none"})"));
  EXPECT_EQ(failure(engine.create_task_cgroup({.task_id = "0a"}, long_time)),
            error(ErrorCode::refused,
                  "The container engine does not use cgroups (driver 'none'), so a task cannot "
                  "have limits of its own."));
}

}  // namespace
}  // namespace berth::adapters
