#include "cli/services/rollback.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;

struct RollbackTest : ::testing::Test {
  RollbackTest() {
    api.answer("DescribeServices",
               R"({"services":[{"serviceName":"web","status":"ACTIVE","desiredCount":1,)"
               R"("runningCount":1,"taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1",)"
               R"("deployments":[{"id":"ecs-svc/1","status":"PRIMARY"}],"events":[]}]})");
  }

  Result<void> roll_back() {
    RollbackWish wish;
    wish.cluster = "default";
    wish.service = "web";
    const Screen screen{api.clock, [this](std::string_view text) { told += text; },
                        Progress::lines};
    return api.run(roll_back_service({api.client, api.out}, screen, wish));
  }

  /// How the service deployment goes on.
  void record(const std::string& status, const std::string& reason = "") {
    api.answer("DescribeServiceDeployments", R"({"serviceDeployments":[{"status":")" + status +
                                                 R"(","statusReason":")" + reason + R"("}]})");
  }

  bool asked(const std::string& call) const {
    return std::ranges::find(api.seen, call) != api.seen.end();
  }

  ApiScript api;
  std::string told;
};

TEST_F(RollbackTest, follows_a_deployment_that_is_undone_to_its_end) {
  api.answer("RollBackService", R"({"serviceDeploymentArn":"d2"})");
  record("ROLLBACK_REQUESTED");
  record("ROLLBACK_IN_PROGRESS");
  record("ROLLBACK_SUCCESSFUL");
  ASSERT_TRUE(roll_back());
  EXPECT_TRUE(asked(R"(RollBackService {"cluster":"default","service":"web"})"));
  EXPECT_TRUE(asked(R"(DescribeServiceDeployments {"serviceDeploymentArns":["d2"]})"));
  EXPECT_EQ(told, "");
  EXPECT_EQ(api.out, "Service web runs web:1 again.\n");
}

TEST_F(RollbackTest, says_how_a_rollback_failed) {
  api.answer("RollBackService", R"({"serviceDeploymentArn":"d2"})");
  record("ROLLBACK_FAILED", "no luck");
  EXPECT_EQ(roll_back().error().message,
            "The deployment failed, and rolling it back failed, too: no luck");
}

TEST_F(RollbackTest, follows_the_deployment_of_what_ran_before) {
  api.answer("RollBackService", R"({"serviceDeploymentArn":"d4","serviceRevisionArn":"r1",)"
                                R"("taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1"})");
  record("IN_PROGRESS");
  record("SUCCESSFUL");
  ASSERT_TRUE(roll_back());
  EXPECT_TRUE(asked(R"(DescribeServiceDeployments {"serviceDeploymentArns":["d4"]})"));
  EXPECT_EQ(told, "Back to web:1.\n");
  EXPECT_EQ(api.out, "Service web runs web:1 again.\n");
}

TEST_F(RollbackTest, a_rollback_that_is_rolled_back_itself_is_an_error) {
  api.answer("RollBackService", R"({"serviceDeploymentArn":"d4","serviceRevisionArn":"r1"})");
  record("ROLLBACK_SUCCESSFUL", "too many failures");
  EXPECT_EQ(roll_back().error().message, "The deployment was rolled back: too many failures");
}

TEST_F(RollbackTest, says_that_there_is_nothing_to_go_back_to) {
  api.answer("RollBackService", R"({"__type":"ConflictException","message":"Nothing."})", 400);
  EXPECT_EQ(roll_back().error().message, "Nothing.");
}

}  // namespace
}  // namespace berth::cli
