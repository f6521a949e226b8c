#include "cli/logs.hpp"

#include <deque>
#include <map>

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;
using testing::arn;
using enum ports::OutputStream;

class ScriptedLog final : public ports::ContainerLog {
 public:
  explicit ScriptedLog(std::deque<ports::LogLine> lines) : lines_(std::move(lines)) {}
  boost::asio::awaitable<Result<ports::LogLine>> next() override {
    if (lines_.empty()) co_return fail(ErrorCode::closed, "The log has ended.");
    auto line = std::move(lines_.front());
    lines_.pop_front();
    co_return line;
  }

 private:
  std::deque<ports::LogLine> lines_;
};

class ScriptedLogs final : public ports::ContainerLogs {
 public:
  boost::asio::awaitable<Result<std::unique_ptr<ports::ContainerLog>>> open(std::string container,
                                                                            ports::LogWish wish,
                                                                            Duration) override {
    wishes.push_back(wish);
    const auto found = lines.find(container);
    if (found == lines.end()) co_return fail(ErrorCode::not_found, "No such container");
    co_return std::make_unique<ScriptedLog>(found->second);
  }

  std::map<std::string, std::deque<ports::LogLine>> lines;
  std::vector<ports::LogWish> wishes;
};

struct Logs : ::testing::Test {
  static std::string container(const std::string& name, const std::string& id) {
    return R"({"name":")" + name + R"(","runtimeId":")" + id + R"("})";
  }
  Result<void> show(const std::string& containers, const std::string& status = "RUNNING") {
    api.answer("DescribeTasks",
               R"({"tasks":[{"taskArn":")" + arn("ab11") + R"(","lastStatus":")" + status +
                   R"(","containerInstanceArn":"arn:aws:ecs:r:a:container-instance/default/c9",)" +
                   R"("stoppedReason":"CannotPull","containers":[)" + containers + "]}]}");
    wish.task = arn("ab11");
    const auto to = [&](std::string& text) {
      return Screen{api.clock, [&text](std::string_view more) { text += more; }};
    };
    return api.run(show_logs({api.client, api.out}, to(out), to(errors), wish, logs));
  }

  ApiScript api;
  ScriptedLogs logs;
  LogsWish wish{.cluster = "default"};
  std::string out, errors;
};

TEST_F(Logs, of_one_container_are_its_lines) {
  logs.lines["1"] = {{standard_output, "t1", "hello"}, {standard_error, "t2", "oh"}};
  ASSERT_TRUE(show(container("app", "1")));
  EXPECT_EQ(out, "hello\n");
  EXPECT_EQ(errors, "oh\n");
}

TEST_F(Logs, of_several_are_merged_by_their_times) {
  logs.lines["1"] = {{standard_output, "t1", "one"}, {standard_output, "t4", "four"}};
  logs.lines["2"] = {{standard_output, "t2", "two"}, {standard_output, "t3", "three"}};
  wish.timestamps = Timestamps::shown;
  ASSERT_TRUE(show(container("app", "1") + "," + container("envoy", "2")));
  EXPECT_EQ(out, "app   | t1 one\nenvoy | t2 two\nenvoy | t3 three\napp   | t4 four\n");
}

TEST_F(Logs, are_followed_to_the_end_of_all) {
  logs.lines["1"] = {{standard_output, "t1", "one"}};
  logs.lines["2"] = {{standard_output, "t2", "two"}};
  wish.follow = ports::Follow::yes;
  wish.tail = 5;
  ASSERT_TRUE(show(container("app", "1") + "," + container("envoy", "2")));
  EXPECT_EQ(out, "app   | one\nenvoy | two\n");
  EXPECT_EQ(logs.wishes.front().follow, ports::Follow::yes);
  EXPECT_EQ(logs.wishes.front().tail, 5);
}

TEST_F(Logs, can_be_those_of_one_container_alone) {
  logs.lines["2"] = {{standard_output, "t2", "two"}};
  wish.container = "envoy";
  ASSERT_TRUE(show(container("app", "1") + "," + container("envoy", "2")));
  EXPECT_EQ(out, "two\n");
}

TEST_F(Logs, of_an_unknown_container_are_an_error) {
  wish.container = "db";
  EXPECT_EQ(show(container("app", "1")).error().message,
            "Task ab11 has no container 'db'. It has: app.");
}

TEST_F(Logs, of_a_container_that_was_never_made_are_an_error) {
  EXPECT_EQ(show(R"({"name":"app"})", "STOPPED").error().message,
            "Task ab11 has written nothing: none of its containers was made (CannotPull).");
}

TEST_F(Logs, that_docker_has_no_more_say_why) {
  EXPECT_EQ(show(container("app", "1"), "STOPPED").error().message,
            "Docker has nothing left of task ab11: containers are removed some time after their "
            "task has stopped. `berth up --keep-failed 1h` keeps those of failed tasks for "
            "longer.");
}

TEST_F(Logs, of_another_machine_say_where) {
  EXPECT_EQ(show(container("app", "1")).error().message,
            "This machine's Docker does not run task ab11. It runs on instance c9: ask there.");
}

}  // namespace
}  // namespace berth::cli
