#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;
using testing::arn;

struct StopTask : ::testing::Test {
  Result<void> stop(const std::string& status) {
    api.answer("ListTasks", R"({"taskArns":[")" + arn("ab11") + R"("]})");
    api.answer("ListTasks", "{}");
    api.answer("DescribeTasks", R"({"tasks":[{"taskArn":")" + arn("ab11") + R"(","lastStatus":")" +
                                    status + R"("}]})");
    return api.run(stop_task({api.client, api.out}, "default", "ab", "too slow"));
  }
  ApiScript api;
};

TEST_F(StopTask, hands_the_reason_on) {
  api.answer("StopTask", "{}");
  ASSERT_TRUE(stop("RUNNING"));
  EXPECT_EQ(api.out, "Task ab11 is stopping.\n");
  EXPECT_EQ(api.seen.back(), R"(StopTask {"cluster":"default","task":")" + arn("ab11") +
                                 R"(","reason":"too slow"})");
}

TEST_F(StopTask, leaves_a_stopped_task_alone) {
  ASSERT_TRUE(stop("STOPPED"));
  EXPECT_EQ(api.out, "Task ab11 is stopped already.\n");
  EXPECT_EQ(api.seen.size(), 3U);
}

TEST_F(StopTask, answers_the_refusal_of_the_server) {
  api.answer("StopTask", R"({"__type":"ClientException","message":"No."})", 400);
  EXPECT_EQ(stop("RUNNING").error().message, "No.");
}

}  // namespace
}  // namespace berth::cli
