#include "cli/services/rollback.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;

std::string service(const std::string& deployment, const std::string& rollout,
                    const std::string& revision) {
  return R"({"services":[{"serviceName":"web","status":"ACTIVE","desiredCount":1,)"
         R"("runningCount":1,"taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1",)"
         R"("currentServiceRevisions":[{"arn":")" +
         revision + R"("}],"deployments":[{"id":")" + deployment +
         R"(","status":"PRIMARY","rolloutState":")" + rollout + R"("}],"events":[]}]})";
}

std::string brief(const std::string& arn, const std::string& status, const std::string& revision) {
  return R"({"serviceDeploymentArn":")" + arn + R"(","status":")" + status +
         R"(","targetServiceRevisionArn":")" + revision + R"("})";
}

struct RollbackTest : ::testing::Test {
  Result<void> roll_back() {
    RollbackWish wish;
    wish.cluster = "default";
    wish.service = "web";
    const Screen screen{api.clock, [this](std::string_view text) { told += text; },
                        Progress::lines};
    return api.run(roll_back_service({api.client, api.out}, screen, wish));
  }

  void list(const std::string& briefs) {
    api.answer("ListServiceDeployments", R"({"serviceDeployments":[)" + briefs + "]}");
  }

  bool asked(const std::string& call) const {
    return std::ranges::any_of(api.seen, [&](const auto& each) { return each.starts_with(call); });
  }

  ApiScript api;
  std::string told;
};

TEST_F(RollbackTest, undoes_a_deployment_that_is_under_way) {
  api.answer("DescribeServices", service("ecs-svc/2", "IN_PROGRESS", "r2"));
  list(brief("d2", "IN_PROGRESS", "r2") + "," + brief("d1", "SUCCESSFUL", "r1"));
  api.answer("StopServiceDeployment", R"({"serviceDeploymentArn":"d2"})");
  api.answer("DescribeServiceDeployments",
             R"({"serviceDeployments":[{"status":"ROLLBACK_IN_PROGRESS"}]})");
  api.answer("DescribeServiceDeployments",
             R"({"serviceDeployments":[{"status":"ROLLBACK_SUCCESSFUL"}]})");
  ASSERT_TRUE(roll_back());
  EXPECT_TRUE(
      asked(R"(StopServiceDeployment {"serviceDeploymentArn":"d2","stopType":"ROLLBACK"})"));
  EXPECT_EQ(api.out, "Service web runs web:1 again.\n");
}

TEST_F(RollbackTest, says_how_a_rollback_failed) {
  api.answer("DescribeServices", service("ecs-svc/2", "IN_PROGRESS", "r2"));
  list(brief("d2", "PENDING", "r2"));
  api.answer("StopServiceDeployment", R"({"serviceDeploymentArn":"d2"})");
  api.answer("DescribeServiceDeployments", R"({"serviceDeployments":[{"status":"ROLLBACK_FAILED",)"
                                           R"("statusReason":"no luck"}]})");
  EXPECT_EQ(roll_back().error().message,
            "The deployment failed, and rolling it back failed, too: no luck");
}

TEST_F(RollbackTest, deploys_again_what_ran_before) {
  api.answer("DescribeServices", service("ecs-svc/3", "COMPLETED", "r3"));
  list(brief("d3", "SUCCESSFUL", "r3") + "," + brief("d2", "STOPPED", "r2") + "," +
       brief("d1", "SUCCESSFUL", "r1"));
  api.answer(
      "DescribeServiceRevisions",
      R"({"serviceRevisions":[{"taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1"}]})");
  api.answer("UpdateService", R"({"service":{"currentServiceDeployment":"d4"}})");
  api.answer("DescribeServiceDeployments", R"({"serviceDeployments":[{"status":"SUCCESSFUL"}]})");
  api.answer("DescribeServices", service("ecs-svc/4", "COMPLETED", "r4"));
  ASSERT_TRUE(roll_back());
  EXPECT_TRUE(asked(R"(DescribeServiceRevisions {"serviceRevisionArns":["r1"]})"));
  EXPECT_TRUE(asked(R"(UpdateService {"cluster":"default","service":"web",)"
                    R"("taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1")"));
  EXPECT_EQ(told, "Back to web:1.\n");
}

TEST_F(RollbackTest, goes_back_to_the_capacity_too) {
  const std::string spot = R"("capacityProviderStrategy":[{"capacityProvider":"FARGATE_SPOT"}])";
  api.answer("DescribeServices", service("ecs-svc/2", "COMPLETED", "r2"));
  list(brief("d2", "SUCCESSFUL", "r2") + "," + brief("d1", "SUCCESSFUL", "r1"));
  api.answer("DescribeServiceRevisions",
             R"({"serviceRevisions":[{"taskDefinition":"web:1",)" + spot + "}]}");
  api.answer("UpdateService", R"({"service":{"currentServiceDeployment":"d3"}})");
  api.answer("DescribeServiceDeployments", R"({"serviceDeployments":[{"status":"SUCCESSFUL"}]})");
  ASSERT_TRUE(roll_back());
  const auto update = std::ranges::find_if(
      api.seen, [](const auto& each) { return each.starts_with("UpdateService "); });
  ASSERT_NE(update, api.seen.end());
  EXPECT_TRUE(update->contains(spot)) << *update;
}

TEST_F(RollbackTest, says_that_there_is_nothing_to_go_back_to) {
  api.answer("DescribeServices", service("ecs-svc/1", "COMPLETED", "r1"));
  list(brief("d1", "SUCCESSFUL", "r1"));
  EXPECT_EQ(roll_back().error().message,
            "The service web has run nothing else before that could be deployed again.");
}

}  // namespace
}  // namespace berth::cli
