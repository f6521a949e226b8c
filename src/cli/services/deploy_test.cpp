#include "cli/services/deploy.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;

struct Shown {
  std::string deployment = "ecs-svc/1", record = "d1", events, counts = "1,1,0";
  std::string status = "ACTIVE", controller = "ECS";
};

/// A service as the server shows it.
std::string service(const Shown& shown) {
  const auto& counts = shown.counts;
  const auto told = R"("desiredCount":)" + counts.substr(0, 1) + R"(,"runningCount":)" +
                    counts.substr(2, 1) + R"(,"pendingCount":)" + counts.substr(4, 1);
  return R"({"serviceName":"web","status":")" + shown.status +
         R"(","taskDefinition":"arn:aws:ecs:r:0:task-definition/web:1","deploymentController":)"
         R"({"type":")" +
         shown.controller + R"("},)" + told + R"(,"currentServiceDeployment":")" + shown.record +
         R"(","deployments":[{"id":")" + shown.deployment + R"(","status":"PRIMARY",)" + told +
         R"(,"rolloutState":"COMPLETED"}],"events":[)" + shown.events + "]}";
}

const Shown before, after{.deployment = "ecs-svc/2", .record = "d2"};

std::string event(const std::string& id) {
  return R"({"id":")" + id + R"(","message":"(service web) did )" + id + R"("})";
}

struct DeployTest : ::testing::Test {
  void shown(const Shown& shown) {
    api.answer("DescribeServices", R"({"services":[)" + service(shown) + "]}");
  }
  /// How the service deployment d2 goes on.
  void record(const std::string& status, const std::string& reason = "") {
    api.answer("DescribeServiceDeployments",
               R"({"serviceDeployments":[{"serviceDeploymentArn":"d2","status":")" + status +
                   R"(","statusReason":")" + reason + R"("}]})");
  }

  Result<void> deploy(DeployWish wish) {
    api.answer("UpdateService", R"({"service":)" + service(after) + "}");
    wish.cluster = "default";
    wish.service = "web";
    return api.run(deploy_service({api.client, api.out}, screen(), std::move(wish)));
  }

  Result<void> scale(std::int32_t count) {
    api.answer("UpdateService", R"({"service":)" + service(before) + "}");
    ScaleWish wish;
    wish.cluster = "default";
    wish.service = "web";
    wish.desired_count = count;
    return api.run(scale_service({api.client, api.out}, screen(), wish));
  }

  Screen screen() {
    return {api.clock, [this](std::string_view text) { told += text; }, progress,
            [this](std::string_view text) { warned += text; }};
  }

  std::string last_call(const std::string& operation) const {
    for (auto call = api.seen.rbegin(); call != api.seen.rend(); ++call) {
      if (call->starts_with(operation + " ")) return *call;
    }
    return "";
  }

  ApiScript api;
  Progress progress = Progress::lines;
  std::string told, warned;
};

TEST_F(DeployTest, follows_the_service_deployment_until_it_is_successful) {
  shown({.events = event("old")});
  shown({.events = event("b") + "," + event("a") + "," + event("old")});
  shown({.record = "d2", .events = event("c") + "," + event("b")});
  record("IN_PROGRESS");
  record("SUCCESSFUL");
  ASSERT_TRUE(deploy({}));
  EXPECT_EQ(told, "(service web) did a\n(service web) did b\n(service web) did c\n");
  EXPECT_EQ(api.out, "Service web runs the new deployment.\n");
  EXPECT_EQ(last_call("UpdateService"),
            R"(UpdateService {"cluster":"default","service":"web","forceNewDeployment":true})");
  EXPECT_EQ(last_call("DescribeServiceDeployments"),
            R"(DescribeServiceDeployments {"serviceDeploymentArns":["d2"]})");
}

TEST_F(DeployTest, tells_how_far_it_is_on_one_line_of_a_terminal) {
  progress = Progress::terminal;
  shown(before);
  shown({.events = event("a"), .counts = "2,1,1"});
  shown({.counts = "2,2,0"});
  record("IN_PROGRESS");
  record("SUCCESSFUL");
  ASSERT_TRUE(deploy({}));
  EXPECT_EQ(told,
            "\r\x1b[K(service web) did a\n"
            "\r\x1b[Kweb  [##########----------]  1 of 2 run, 1 pending"
            "\r\x1b[Kweb  [####################]  2 of 2 run\r\x1b[K");
}

TEST_F(DeployTest, one_that_completed_before_another_replaced_it_went_well) {
  shown(before);
  shown({.deployment = "ecs-svc/3", .record = "d3"});
  record("SUCCESSFUL");
  EXPECT_TRUE(deploy({}));
}

TEST_F(DeployTest, outlives_a_server_that_is_away_and_says_so_once) {
  shown(before);
  record("IN_PROGRESS");
  api.answer("DescribeServiceDeployments", "", 503);
  api.answer("DescribeServiceDeployments", "", 503);
  record("SUCCESSFUL");
  EXPECT_TRUE(deploy({}));
  EXPECT_EQ(warned, "The server does not answer: HTTP status 503; trying again.\n");
}

TEST_F(DeployTest, ends_with_an_error_that_no_waiting_mends) {
  shown(before);
  api.answer("DescribeServiceDeployments",
             R"({"__type":"AccessDeniedException","message":"You may not."})", 400);
  EXPECT_EQ(deploy({}).error().message, "You may not.");
  EXPECT_EQ(warned, "");
}

TEST_F(DeployTest, registers_nothing_for_a_service_that_cannot_be_deployed) {
  DeployWish wish;
  wish.images = {"a:2"};
  shown({.status = "INACTIVE"});
  shown({.controller = "EXTERNAL"});
  EXPECT_EQ(deploy(wish).error().message, "The service web was deleted.");
  EXPECT_EQ(deploy(wish).error().message,
            "The service web has an EXTERNAL deployment controller: its task sets say what it "
            "runs.");
  EXPECT_EQ(last_call("DescribeTaskDefinition"), "");
}

TEST_F(DeployTest, registers_a_revision_with_another_image) {
  shown(before);
  shown(after);
  record("SUCCESSFUL");
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
  shown(before);
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
  shown(before);
  shown(after);
  record("STOPPED", "tasks failed to start");
  EXPECT_EQ(deploy({}).error().message, "The deployment failed: tasks failed to start");
}

TEST_F(DeployTest, so_is_one_that_was_rolled_back_once_that_is_done) {
  shown(before);
  record("ROLLBACK_IN_PROGRESS", "rolled back by its breaker");
  record("ROLLBACK_SUCCESSFUL", "rolled back by its breaker");
  EXPECT_EQ(deploy({}).error().message,
            "The deployment was rolled back: rolled back by its breaker");
  EXPECT_EQ(std::ranges::count_if(
                api.seen,
                [](const auto& call) { return call.starts_with("DescribeServiceDeployments"); }),
            2);
}

TEST_F(DeployTest, so_is_one_whose_rollback_failed) {
  shown(before);
  record("ROLLBACK_FAILED", "no luck");
  EXPECT_EQ(deploy({}).error().message,
            "The deployment failed, and rolling it back failed, too: no luck");
}

TEST_F(DeployTest, so_is_one_that_a_newer_one_replaced) {
  shown(before);
  shown({.deployment = "ecs-svc/3", .record = "d3"});
  record("STOPPED", "replaced by a newer one");
  EXPECT_EQ(deploy({}).error().message,
            "The deployment was replaced by ecs-svc/3: replaced by a newer one");
}

TEST_F(DeployTest, so_is_one_whose_service_was_deleted) {
  shown(before);
  shown({.record = "d2", .status = "DRAINING"});
  record("STOPPED", "deleted");
  EXPECT_EQ(deploy({}).error().message, "The service was deleted.");
}

TEST_F(DeployTest, gives_up_after_its_time) {
  shown(before);
  record("IN_PROGRESS");
  DeployWish wish;
  wish.timeout = std::chrono::minutes{5};
  EXPECT_EQ(deploy(std::move(wish)).error().message,
            "After 5 min 0 s it is not done; `berth service web` tells how it goes on.");
}

TEST_F(DeployTest, scaling_waits_for_the_count) {
  shown(before);
  shown({.counts = "2,1,1"});
  shown({.counts = "2,2,0"});
  ASSERT_TRUE(scale(2));
  EXPECT_EQ(api.out, "Service web runs 2 tasks.\n");
  EXPECT_EQ(last_call("UpdateService"),
            R"(UpdateService {"cluster":"default","service":"web","desiredCount":2})");
}

TEST_F(DeployTest, scaling_tells_who_else_set_the_count) {
  shown(before);
  shown({.counts = "5,1,0"});
  shown({.counts = "1,1,0"});
  EXPECT_EQ(scale(5).error().message, "Another client set the desired count to 1.");
  EXPECT_EQ(api.out, "");
}

TEST_F(DeployTest, scaling_a_service_that_is_deleted_meanwhile_fails) {
  shown(before);
  shown({.counts = "0,0,0", .status = "INACTIVE"});
  EXPECT_EQ(scale(0).error().message, "The service was deleted.");
}

TEST_F(DeployTest, shows_a_service) {
  shown({.events = event("b") + "," + event("a")});
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
  shown({.counts = "3,1,1"});
  ASSERT_TRUE(api.run(list_services({api.client, api.out}, "default")));
  EXPECT_EQ(api.out,
            "SERVICE  STATUS  TASK DEFINITION  TASKS                      ROLLOUT\n"
            "web      ACTIVE  web:1            1 of 3 running, 1 pending  COMPLETED\n");
}

}  // namespace
}  // namespace berth::cli
