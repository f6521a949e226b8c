#include "cli/services/deploy.hpp"

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;

/// A service as the server shows it.
std::string service(const std::string& deployment, const std::string& rollout,
                    const std::string& events = "", const std::string& counts = "1,1,0") {
  const auto told = R"("desiredCount":)" + counts.substr(0, 1) + R"(,"runningCount":)" +
                    counts.substr(2, 1) + R"(,"pendingCount":)" + counts.substr(4, 1);
  return R"({"serviceName":"web","taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1",)" +
         told + R"(,"deployments":[{"id":")" + deployment + R"(","status":"PRIMARY",)" + told +
         R"(,"rolloutState":")" + rollout + R"(","rolloutStateReason":"because"}],"events":[)" +
         events + "]}";
}

std::string event(const std::string& id) {
  return R"({"id":")" + id + R"(","message":"(service web) did )" + id + R"("})";
}

struct DeployTest : ::testing::Test {
  void shown(const std::string& service) {
    api.answer("DescribeServices", R"({"services":[)" + service + "]}");
  }

  Result<void> deploy(DeployWish wish) {
    api.answer("UpdateService", R"({"service":)" + service("ecs-svc/2", "IN_PROGRESS") + "}");
    wish.cluster = "default";
    wish.service = "web";
    return api.run(deploy_service({api.client, api.out}, screen(), std::move(wish)));
  }

  Screen screen() {
    return {api.clock, [this](std::string_view text) { told += text; }, Progress::lines};
  }

  std::string last_call(const std::string& operation) const {
    for (auto call = api.seen.rbegin(); call != api.seen.rend(); ++call) {
      if (call->starts_with(operation + " ")) return *call;
    }
    return "";
  }

  ApiScript api;
  std::string told;
};

TEST_F(DeployTest, follows_a_deployment_until_it_is_complete) {
  shown(service("ecs-svc/1", "COMPLETED", event("old")));
  shown(service("ecs-svc/2", "IN_PROGRESS", event("b") + "," + event("a") + "," + event("old")));
  shown(service("ecs-svc/2", "COMPLETED", event("c") + "," + event("b")));
  ASSERT_TRUE(deploy({}));
  EXPECT_EQ(told, "(service web) did a\n(service web) did b\n(service web) did c\n");
  EXPECT_EQ(api.out, "Service web runs the new deployment.\n");
  EXPECT_EQ(last_call("UpdateService"),
            R"(UpdateService {"cluster":"default","service":"web","forceNewDeployment":true})");
}

TEST_F(DeployTest, registers_a_revision_with_another_image) {
  shown(service("ecs-svc/1", "COMPLETED"));
  shown(service("ecs-svc/2", "COMPLETED"));
  api.answer("DescribeTaskDefinition",
             R"({"taskDefinition":{"family":"web","networkMode":"bridge","containerDefinitions":[)"
             R"({"name":"app","image":"a:1"}]},"tags":[{"key":"team","value":"red"}]})");
  api.answer("RegisterTaskDefinition",
             R"({"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:r:0:task-definition/web:2"}})");
  DeployWish wish;
  wish.images = {"a:2"};
  ASSERT_TRUE(deploy(std::move(wish)));
  EXPECT_EQ(last_call("RegisterTaskDefinition"),
            R"(RegisterTaskDefinition {"family":"web","networkMode":"bridge",)"
            R"("containerDefinitions":[{"name":"app","image":"a:2"}],)"
            R"("tags":[{"key":"team","value":"red"}]})");
  EXPECT_NE(last_call("DescribeTaskDefinition").find(R"("include":["TAGS"])"), std::string::npos);
  EXPECT_NE(last_call("UpdateService").find("task-definition/web:2"), std::string::npos);
  EXPECT_EQ(told, "Registered web:2.\n");
}

TEST_F(DeployTest, asks_which_container_gets_the_image) {
  shown(service("ecs-svc/1", "COMPLETED"));
  api.answer("DescribeTaskDefinition",
             R"({"taskDefinition":{"family":"web","containerDefinitions":[)"
             R"({"name":"app","image":"a:1"},{"name":"side","image":"b:1"}]}})");
  DeployWish wish;
  wish.images = {"a:2"};
  const auto done = deploy(std::move(wish));
  EXPECT_EQ(
      done.error().message,
      "--image is CONTAINER=IMAGE where there are several containers, as in --image app=a:2.");
  wish.images = {"nobody=a:2"};
  EXPECT_EQ(deploy(std::move(wish)).error().message,
            "The task definition has no container 'nobody'.");
  EXPECT_EQ(last_call("UpdateService"), "");
}

TEST_F(DeployTest, a_failed_deployment_is_an_error) {
  shown(service("ecs-svc/1", "COMPLETED"));
  shown(service("ecs-svc/2", "FAILED"));
  EXPECT_EQ(deploy({}).error().message, "Deployment ecs-svc/2 failed: because");
}

TEST_F(DeployTest, so_is_one_that_was_rolled_back) {
  shown(service("ecs-svc/1", "COMPLETED"));
  shown(service("ecs-svc/1", "IN_PROGRESS"));
  EXPECT_EQ(deploy({}).error().message,
            "Deployment ecs-svc/2 failed; the service goes on with ecs-svc/1: because");
}

TEST_F(DeployTest, gives_up_after_its_time) {
  shown(service("ecs-svc/2", "IN_PROGRESS"));
  DeployWish wish;
  wish.timeout = std::chrono::minutes{5};
  EXPECT_EQ(deploy(std::move(wish)).error().message,
            "After 5 min 0 s it is not done; `berth service web` tells how it goes on.");
}

TEST_F(DeployTest, scaling_waits_for_the_count) {
  shown(service("ecs-svc/1", "COMPLETED", "", "1,1,0"));
  shown(service("ecs-svc/1", "COMPLETED", "", "2,1,1"));
  shown(service("ecs-svc/1", "COMPLETED", "", "2,2,0"));
  api.answer("UpdateService", R"({"service":)" + service("ecs-svc/1", "COMPLETED") + "}");
  ScaleWish wish;
  wish.cluster = "default";
  wish.service = "web";
  wish.desired_count = 2;
  ASSERT_TRUE(api.run(scale_service({api.client, api.out}, screen(), wish)));
  EXPECT_EQ(api.out, "Service web runs 2 tasks.\n");
  EXPECT_EQ(last_call("UpdateService"),
            R"(UpdateService {"cluster":"default","service":"web","desiredCount":2})");
}

TEST_F(DeployTest, shows_a_service) {
  shown(service("ecs-svc/1", "COMPLETED", event("b") + "," + event("a")));
  api.answer("ListTasks", R"({"taskArns":[")" + testing::arn("ab11") + R"("]})");
  api.answer("DescribeTasks", R"({"tasks":[{"taskArn":")" + testing::arn("ab11") +
                                  R"(","lastStatus":"RUNNING","healthStatus":"HEALTHY"}]})");
  api.answer("ExplainService", R"({"targets":[{"id":"10.0.0.5","port":80,"state":"initial",)"
                               R"("targetGroupArn":"arn:aws:elb:r:0:targetgroup/blue/12"}]})");
  ASSERT_TRUE(api.run(show_service({api.client, api.out}, "default", "web")));
  for (const auto* text : {"1 of 1 run", "ecs-svc/1", "ab11", "HEALTHY", "10.0.0.5:80", "blue"}) {
    EXPECT_NE(api.out.find(text), std::string::npos) << api.out;
  }
  EXPECT_LT(api.out.find("did a"), api.out.find("did b"));
}

TEST_F(DeployTest, lists_services_by_name) {
  api.answer("ListServices", R"({"serviceArns":["web"]})");
  shown(service("ecs-svc/1", "COMPLETED", "", "3,1,1"));
  ASSERT_TRUE(api.run(list_services({api.client, api.out}, "default")));
  EXPECT_EQ(api.out,
            "SERVICE  STATUS  TASK DEFINITION  TASKS                      ROLLOUT\n"
            "web              web:1            1 of 3 running, 1 pending  COMPLETED\n");
}

}  // namespace
}  // namespace berth::cli
