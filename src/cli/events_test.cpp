#include "cli/events.hpp"

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"
#include "wire/json/json.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;

std::string event(const std::string& type, const std::string& resource, const std::string& detail) {
  return R"({"detail-type":")" + type + R"(","time":"2026-01-01T00:00:00Z","resources":[")" +
         resource + R"("],"detail":)" + detail + "}";
}

const std::string steady =
    event("ECS Service Action", "arn:aws:ecs:r:a:service/c/web",
          R"({"eventName":"SERVICE_TASK_PLACEMENT_FAILURE","reason":"RESOURCE:CPU"})");

TEST(events_command, tells_each_kind_in_a_line) {
  const auto task = [](const std::string& detail) {
    return event_line(event("ECS Task State Change", "arn:aws:ecs:r:a:task/c/ab11", detail));
  };
  EXPECT_EQ(task(R"({"lastStatus":"RUNNING","desiredStatus":"RUNNING","healthStatus":"UNKNOWN",)"
                 R"("group":"service:web"})"),
            "2026-01-01T00:00:00Z task ab11 RUNNING service:web");
  EXPECT_EQ(task(R"({"lastStatus":"RUNNING","desiredStatus":"STOPPED","healthStatus":"HEALTHY",)"
                 R"("group":"family:f","stoppedReason":"done"})"),
            "2026-01-01T00:00:00Z task ab11 RUNNING -> STOPPED HEALTHY family:f (done)");
  EXPECT_EQ(event_line(event("ECS Container Instance State Change",
                             "arn:aws:ecs:r:a:container-instance/c/i1",
                             R"({"status":"ACTIVE","agentConnected":true,"runningTasksCount":2})")),
            "2026-01-01T00:00:00Z instance i1 ACTIVE connected 2 running, 0 pending");
  EXPECT_EQ(event_line(steady),
            "2026-01-01T00:00:00Z service web SERVICE_TASK_PLACEMENT_FAILURE (RESOURCE:CPU)");
  EXPECT_EQ(event_line("{}"), "{}");
  EXPECT_EQ(event_line("{\x1b\n}"), "{  }");
}

struct EventsCommand : ::testing::Test {
  static std::string page(const std::string& events, int last) {
    return R"({"events":[)" + events + R"(],"last":)" + std::to_string(last) + "}";
  }
  static std::string record(const std::string& text) {
    std::string quoted;
    wire::json::append_string(quoted, text);
    return R"({"sequence":1,"event":)" + quoted + "}";
  }
  Result<void> show() {
    return api.run(show_events({api.client, api.out},
                               {api.clock, [this](std::string_view text) { told += text; },
                                Progress::lines, [this](std::string_view text) { warned += text; }},
                               wish));
  }

  ApiScript api;
  EventsWish wish;
  std::string told, warned;
};

TEST_F(EventsCommand, hands_its_filters_on_and_prints_json) {
  wish.cluster = "c";
  wish.service = "web";
  wish.task = "ab";
  wish.format = EventsFormat::json;
  api.answer("ReadEvents", page(record(steady), 7));
  ASSERT_TRUE(show());
  EXPECT_EQ(told, steady + "\n");
  EXPECT_EQ(api.seen.front(),
            R"(ReadEvents {"cluster":"c","service":"web","task":"ab","maxResults":500})");
}

TEST_F(EventsCommand, follows_from_where_it_was_and_outlives_a_server_that_is_away) {
  wish.follow = ports::Follow::yes;
  api.answer("ReadEvents", page("", 7));
  api.answer("ReadEvents", R"({"message":"busy"})", 503);
  api.answer("ReadEvents", page(record("{}"), 8));
  api.answer("ReadEvents", R"({"__type":"ValidationException","message":"enough"})", 400);
  EXPECT_FALSE(show());
  EXPECT_EQ(told, "{}\n");
  EXPECT_EQ(warned, "The server does not answer: HTTP status 503; trying again.\n");
  EXPECT_NE(api.seen.back().find(R"("after":8)"), std::string::npos) << api.seen.back();
}

TEST_F(EventsCommand, says_that_nothing_is_known_of_a_name) {
  wish.service = "nosuch";
  api.answer("ReadEvents", R"({"events":[],"last":7,"known":false})");
  ASSERT_TRUE(show());
  EXPECT_EQ(told, "");
  EXPECT_EQ(warned, "Nothing is known of the service nosuch.\n");
}

}  // namespace
}  // namespace berth::cli
