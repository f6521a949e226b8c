#include "cli/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;
using testing::arn;
using ::testing::ElementsAre;

TEST(command_words, reads_words_as_a_shell_does) {
  EXPECT_THAT(*command_words("sleep  60"), ElementsAre("sleep", "60"));
  EXPECT_THAT(*command_words(R"(sh -c "echo 'a b'" '' x\ y 'c\d')"),
              ElementsAre("sh", "-c", "echo 'a b'", "", "x y", "c\\d"));
  EXPECT_THAT(*command_words(" "), ElementsAre());
  EXPECT_EQ(command_words("echo 'a").error().message, "The command 'echo 'a' lacks a closing '.");
}

std::string tasks(const std::string& members) {
  return R"({"tasks":[{"taskArn":")" + arn("ab11") + "\"," + members + "}]}";
}

struct RunTasks : ::testing::Test {
  RunTasks() {
    api.answer("DescribeTaskDefinition",
               R"({"taskDefinition":{"containerDefinitions":[{"name":"main"},
               {"name":"side","essential":false}]}})");
  }
  Result<void> run(Progress progress = Progress::lines) {
    return api.run(run_tasks({api.client, api.out},
                             {api.clock, [this](std::string_view text) { told += text; }, progress,
                              [this](std::string_view text) { warned += text; }},
                             wish));
  }
  std::string failure() { return run().error().message; }

  ApiScript api;
  RunWish wish{.cluster = "default", .task_definition = "job:3"};
  std::string told, warned;
};

TEST_F(RunTasks, tells_each_change_until_the_task_runs) {
  wish.overrides = {"main=sleep 60"};
  api.answer("RunTask", tasks(R"("lastStatus":"PROVISIONING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"PENDING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"PENDING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"RUNNING")"));
  ASSERT_TRUE(run());
  EXPECT_EQ(told,
            "ab11 PROVISIONING after 0 ms\nab11 PENDING after 0 ms\n"
            "ab11 RUNNING after 400 ms\n");
  EXPECT_EQ(api.seen.front(),
            R"(RunTask {"cluster":"default","count":1,"overrides":{"containerOverrides":)"
            R"([{"name":"main","command":["sleep","60"]}]},"taskDefinition":"job:3"})");
}

TEST_F(RunTasks, hands_launch_type_and_subnets_on) {
  wish.launch_type = gen::ecs::LaunchType::fargate;
  wish.subnets = {"subnet-1", "subnet-2"};
  api.answer("RunTask", tasks(R"("lastStatus":"RUNNING")"));
  ASSERT_TRUE(run());
  EXPECT_EQ(api.seen.front(),
            R"(RunTask {"cluster":"default","count":1,"launchType":"FARGATE",)"
            R"("networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"]}},)"
            R"("taskDefinition":"job:3"})");
}

TEST_F(RunTasks, tells_the_state_on_one_line_of_a_terminal_and_then_names_the_tasks) {
  api.answer("RunTask", tasks(R"("lastStatus":"PENDING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"RUNNING")"));
  ASSERT_TRUE(run(Progress::terminal));
  EXPECT_EQ(told, "\r\x1b[K1 PENDING after 0 ms\r\x1b[K1 RUNNING after 0 ms\nab11 RUNNING\n");
}

TEST_F(RunTasks, fails_with_the_reason_of_a_task_that_does_not_start) {
  api.answer("RunTask", tasks(R"("lastStatus":"PENDING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"STOPPED","stoppedReason":"No image")"));
  EXPECT_EQ(failure(), "Task ab11 did not start: No image");
}

TEST_F(RunTasks, fails_with_the_exit_code_of_an_ended_container) {
  wish.until = Until::stopped;
  api.answer("RunTask", tasks(R"("lastStatus":"RUNNING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"STOPPED","startedAt":1000,"containers":
      [{"name":"side","exitCode":4},{"name":"main","exitCode":3,"reason":"Oops"}])"));
  EXPECT_EQ(failure(), "Task ab11 failed: container main exited with 3 (Oops)");
}

TEST_F(RunTasks, succeeds_when_the_task_ended_well) {
  wish.until = Until::stopped;
  api.answer("RunTask", tasks(R"("lastStatus":"RUNNING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"STOPPED","startedAt":1000,"containers":
      [{"name":"main","exitCode":0}])"));
  EXPECT_TRUE(run());
}

TEST_F(RunTasks, judges_essential_containers_only) {
  wish.until = Until::stopped;
  api.answer("RunTask", R"({"tasks":[{"taskArn":")" + arn("ab11") +
                            R"(","taskDefinitionArn":"x/job:3","lastStatus":"RUNNING"}]})");
  api.answer("DescribeTasks", tasks(R"("taskDefinitionArn":"x/job:3","lastStatus":"STOPPED",
      "startedAt":1000,"containers":[{"name":"main","exitCode":0},
      {"name":"side","exitCode":143}])"));
  EXPECT_TRUE(run());
  EXPECT_EQ(api.seen.back(), R"(DescribeTaskDefinition {"taskDefinition":"x/job:3"})");
}

TEST_F(RunTasks, fails_for_a_task_that_was_lost) {
  wish.until = Until::stopped;
  api.answer("RunTask", tasks(R"("lastStatus":"RUNNING")"));
  api.answer("DescribeTasks", tasks(R"("lastStatus":"STOPPED","startedAt":1000,
      "stoppedReason":"Instance gone","containers":[{"name":"main"}])"));
  EXPECT_EQ(failure(), "Task ab11 failed: container main has no exit code: Instance gone");
}

TEST_F(RunTasks, fails_for_a_task_that_is_not_known_any_more) {
  wish.until = Until::stopped;
  api.answer("RunTask", tasks(R"("lastStatus":"RUNNING")"));
  api.answer("DescribeTasks", R"({"failures":[{"reason":"MISSING"}]})");
  EXPECT_EQ(failure(), "Task ab11 is not known any more");
}

TEST_F(RunTasks, tells_failures_in_the_words_of_run_task) {
  api.answer("RunTask", R"({"tasks":[],"failures":[{"arn":"x/i1","reason":"RESOURCE:MEMORY"},
      {"arn":"x/i1","reason":"RESOURCE:MEMORY"},{"arn":"x/i2","reason":"AGENT"}]})");
  EXPECT_EQ(failure(), "RunTask: RESOURCE:MEMORY (x/i1); RunTask: AGENT (x/i2)");
}

TEST_F(RunTasks, asks_again_while_the_server_is_away) {
  api.answer("RunTask", tasks(R"("lastStatus":"PENDING")"));
  api.answer("DescribeTasks", "", 503);
  api.answer("DescribeTasks", tasks(R"("lastStatus":"RUNNING")"));
  EXPECT_TRUE(run());
  EXPECT_EQ(warned, "The server does not answer: HTTP status 503; trying again.\n");
}

TEST_F(RunTasks, gives_up_after_its_timeout) {
  wish.timeout = std::chrono::seconds{2};
  api.answer("RunTask", R"({"tasks":[{"taskArn":")" + arn("ab11") +
                            R"(","lastStatus":"PENDING"}],"failures":[{"reason":"AGENT"}]})");
  api.answer("DescribeTasks", tasks(R"("lastStatus":"PENDING")"));
  EXPECT_EQ(failure(),
            "RunTask: AGENT; After 2.0 s not every task is so far; `berth tasks` tells how they go "
            "on.");
}

TEST_F(RunTasks, refuses_an_override_without_a_container) {
  wish.overrides = {"sleep"};
  EXPECT_EQ(failure(),
            "--override is CONTAINER=COMMAND, as in --override 'web=sleep 60', not 'sleep'.");
  EXPECT_TRUE(api.seen.empty());
}

}  // namespace
}  // namespace berth::cli
