#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;

constexpr auto service_told =
    R"({"service":{"serviceArn":"arn:aws:ecs:r:0:service/default/web","desiredCount":3,)"
    R"("runningCount":2,"standingEvents":["(service web) was unable to place a task"]},)"
    R"("nextTask":[{"containerInstanceArn":"arn:aws:ecs:r:0:container-instance/default/ab",)"
    R"("availabilityZone":"us-east-1a","verdict":"RESOURCE:MEMORY",)"
    R"("detail":"wants 512 MiB of memory, 128 are left","chosen":false}]})";

TEST(explain, tells_what_each_instance_lacks) {
  ApiScript api;
  api.answer("ExplainService", service_told);
  ASSERT_TRUE(
      api.run(explain_service({api.client, api.out}, "default", "web", ExplainFormat::text)));
  for (const auto* text : {"2 of 3 running", "Now: (service web) was unable to place a task", "ab",
                           "RESOURCE:MEMORY", "wants 512 MiB of memory, 128 are left"}) {
    EXPECT_NE(api.out.find(text), std::string::npos) << api.out;
  }
  EXPECT_EQ(api.seen.front(), R"(ExplainService {"cluster":"default","service":"web"})");
}

TEST(explain, prints_json) {
  ApiScript api;
  api.answer("ExplainService", service_told);
  ASSERT_TRUE(
      api.run(explain_service({api.client, api.out}, "default", "web", ExplainFormat::json)));
  EXPECT_EQ(api.out, std::string(service_told) + "\n");
}

TEST(explain, tells_why_a_task_is_where_it_is) {
  ApiScript api;
  api.answer("ListTasks", R"({"taskArns":[")" + testing::arn("ab11") + R"("]})");
  api.answer("ListTasks", R"({"taskArns":[]})");
  api.answer("DescribeTasks", R"({"tasks":[{"taskArn":")" + testing::arn("ab11") + R"("}]})");
  api.answer("ExplainTask", R"({"task":{"taskArn":")" + testing::arn("ab11") +
                                R"(","placementReason":"2 of 3 instances fit"},"anotherTask":[]})");
  ASSERT_TRUE(api.run(explain_task({api.client, api.out}, "default", "ab", ExplainFormat::text)));
  EXPECT_NE(api.out.find("2 of 3 instances fit"), std::string::npos) << api.out;
  EXPECT_NE(api.out.find("constraints and subnets that it was run with are not considered"),
            std::string::npos);
}

}  // namespace
}  // namespace berth::cli
