// `berth service` and `berth services`.
#include <algorithm>

#include <gtest/gtest.h>

#include "cli/services/testing/service_test_case.hpp"

namespace berth::cli {
namespace {

using testing::before;
using testing::event;

struct ShowServiceTest : testing::ServiceTest {
  void SetUp() override {
    api.answer("ExplainService", R"({"targets":[{"id":"10.0.0.5","port":80,"state":"initial",)"
                                 R"("targetGroupArn":"arn:aws:elb:r:0:targetgroup/blue/12"}]})");
  }
  Result<void> show() { return api.run(show_service({api.client, api.out}, "default", "web")); }
  Result<void> watch() {
    return api.run(watch_service({api.client, api.out}, screen(), "default", "web"));
  }
};

TEST_F(ShowServiceTest, tells_deployments_tasks_targets_and_events) {
  shown({.events = event("b") + "," + event("a")});
  api.answer("ListTasks", R"({"taskArns":[")" + testing::arn("ab11") + R"("],"nextToken":"m"})");
  api.answer("ListTasks", R"({"taskArns":[")" + testing::arn("ab22") + R"("]})");
  api.answer("ListTasks", R"({"taskArns":["x/cd33"]})");
  api.answer("DescribeTasks", R"({"tasks":[{"taskArn":")" + testing::arn("ab11") +
                                  R"(","lastStatus":"RUNNING","healthStatus":"HEALTHY"},)" +
                                  R"({"taskArn":"x/ab22"}]})");
  api.answer("DescribeTasks", R"({"tasks":[{"taskArn":"x/cd33","stoppedReason":"No image"}]})");
  ASSERT_TRUE(show());
  for (const auto* text : {"1 of 1 run", "ecs-svc/1", "ab11", "HEALTHY", "ab22", "cd33", "No image",
                           "10.0.0.5:80", "blue"}) {
    EXPECT_NE(api.out.find(text), std::string::npos) << text << " in " << api.out;
  }
  EXPECT_LT(api.out.find("did a"), api.out.find("did b"));
}

TEST_F(ShowServiceTest, tells_task_sets_of_an_external_service) {
  api.answer("ListTasks", "{}");
  api.answer("DescribeServices",
             R"({"services":[{"serviceName":"web","status":"ACTIVE",)"
             R"("deploymentController":{"type":"EXTERNAL"},"taskSets":[{"id":"ecs-svc/9",)"
             R"("status":"PRIMARY","scale":{"value":50,"unit":"PERCENT"},"computedDesiredCount":2,)"
             R"("stabilityStatus":"STEADY_STATE"}]}]})");
  ASSERT_TRUE(show());
  EXPECT_NE(api.out.find("ecs-svc/9  PRIMARY                   50 %   2"), std::string::npos)
      << api.out;
  EXPECT_EQ(api.out.find("DEPLOYMENT"), std::string::npos);
}

TEST_F(ShowServiceTest, watching_to_a_file_tells_events_as_they_come) {
  api.answer("ListTasks", "{}");
  shown({.events = event("a")});
  shown({.events = event("b") + "," + event("a")});
  shown({.events = event("b"), .status = "INACTIVE"});
  ASSERT_TRUE(watch());
  EXPECT_EQ(told,
            "1970-01-01T00:00:00.000Z  (service web) did a\n"
            "1970-01-01T00:00:00.000Z  (service web) did b\n");
  EXPECT_EQ(std::ranges::count_if(
                api.seen, [](const auto& call) { return call.starts_with("DescribeServices"); }),
            3);
}

TEST_F(ShowServiceTest, watching_in_a_terminal_draws_all_anew) {
  progress = Progress::terminal;
  api.answer("ListTasks", "{}");
  shown(before);
  shown({.status = "INACTIVE"});
  ASSERT_TRUE(watch());
  EXPECT_TRUE(told.starts_with("\x1b[H\x1b[2JService ")) << told;
  EXPECT_NE(told.find("\x1b[H\x1b[2J", 1), std::string::npos);
}

TEST_F(ShowServiceTest, watching_keeps_to_the_terminal) {
  progress = Progress::terminal;
  extent = {12, 40};
  api.answer("ListTasks", "{}");
  std::string events = event("a");
  for (int i = 0; i < 20; ++i) events += "," + event(std::to_string(i));
  shown({.events = events, .status = "INACTIVE"});
  ASSERT_TRUE(watch());
  EXPECT_EQ(std::ranges::count(told, '\n'), 11) << told;
  EXPECT_NE(told.find("… 8 more\n1970-01-01T00:00:00.000Z  (service web)…\n"), std::string::npos)
      << told;
}

TEST_F(ShowServiceTest, watching_fails_at_once_where_no_server_answers) {
  EXPECT_EQ(watch().error().message, "No answer for DescribeServices");
  EXPECT_EQ(api.seen.size(), 1u);
}

TEST_F(ShowServiceTest, lists_services_by_name) {
  api.answer("ListServices", R"({"serviceArns":["web"]})");
  shown({.counts = "3,1,1"});
  ASSERT_TRUE(api.run(list_services({api.client, api.out}, "default")));
  EXPECT_EQ(api.out,
            "SERVICE  STATUS  TASK DEFINITION  TASKS                      ROLLOUT\n"
            "web      ACTIVE  web:1            1 of 3 running, 1 pending  COMPLETED\n");
}

}  // namespace
}  // namespace berth::cli
