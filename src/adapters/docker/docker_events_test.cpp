#include "adapters/docker/docker_events.hpp"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/docker/testing/docker_fixture.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;

std::string event(std::string_view type, std::string_view action, std::string_view attributes) {
  return fmt::format(R"({{"Type":"{}","Action":"{}","Actor":{{"ID":"c0","Attributes":{}}},)"
                     R"("time":7,"timeNano":7001999999}})",
                     type, action, attributes);
}

void check_event(const std::string& line, std::string expected) {
  const auto parsed = parse_engine_event(line);
  ASSERT_TRUE(parsed) << parsed.error().message;
  std::string seen = "nothing";
  if (*parsed) {
    seen = fmt::format("{} {} {} {}", (*parsed)->action, (*parsed)->container_id,
                       (*parsed)->at.time_since_epoch().count(), (*parsed)->exit_code.value_or(-1));
  }
  EXPECT_EQ(seen, expected);
}

TEST(EngineEvent, is_what_happens_to_a_container) {
  check_event(event("container", "die", R"({"exitCode":"137"})"), "die c0 7001 137");
  check_event(event("container", "oom", "null"), "oom c0 7001 -1");
  check_event(event("container", "health_status: healthy", "{}"),
              "health_status: healthy c0 7001 -1");
  check_event(event("container", "remove", "{}"), "destroy c0 7001 -1");
  check_event(event("container", "exec_die", R"({"exitCode":"0"})"), "nothing");
  check_event(event("container", "exec_start: /bin/true", "{}"), "nothing");
  check_event(event("network", "destroy", "{}"), "nothing");
  check_event("", "nothing");
  EXPECT_EQ(parse_engine_event("no json").error().code, ErrorCode::corrupt);
}

asio::awaitable<void> watch(DockerEngine& engine, std::string* seen) {
  const Instant since{Duration{1'500}};
  auto events = co_await engine.events(since, long_time);
  EXPECT_TRUE(events);
  if (!events) co_return;
  while (true) {
    const auto next = co_await (*events)->next();
    if (!next) {
      EXPECT_EQ(next.error().code, ErrorCode::closed);
      co_return;
    }
    *seen += next->action + " ";
  }
}

TEST_F(DockerEngineTest, events_come_from_the_instant_asked_until_the_engine_goes) {
  fake.answer("GET /v1.41/events?since=1.500&filters=%7B%22type%22:%5B%22container%22%5D%7D",
              stream_head() + stream_piece(event("container", "start", "{}") + "\n") +
                  stream_piece(event("container", "exec_create", "{}") + "\n") +
                  stream_piece(event("container", "die", "{}") + "\n"));
  std::string seen;
  stage.play(watch(engine, &seen));
  EXPECT_EQ(seen, "start die ");
}

}  // namespace
}  // namespace berth::adapters
