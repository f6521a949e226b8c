#include "cli/services/deploy.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "cli/services/testing/service_test_case.hpp"

namespace berth::cli {
namespace {

using testing::after;
using testing::ApiScript;
using testing::before;
using testing::event;
using testing::service;

struct DeployTest : testing::ServiceTest {
  Result<void> deploy(DeployWish wish) {
    api.answer("UpdateService", R"({"service":)" + service(after) + "}");
    api.answer("ListTasks", "{}");
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

TEST_F(DeployTest, the_line_of_a_terminal_does_not_wrap) {
  progress = Progress::terminal;
  extent.columns = 20;
  shown(before);
  record("SUCCESSFUL");
  ASSERT_TRUE(deploy({}));
  EXPECT_EQ(told, "\r\x1b[Kweb  [############…\r\x1b[K");
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

TEST_F(DeployTest, scaling_leaves_the_count_of_an_external_service_to_its_task_sets) {
  shown({.controller = "EXTERNAL"});
  ASSERT_TRUE(scale(3));
  EXPECT_EQ(api.out, "Service web wants 3 tasks; its task sets decide how many of them run.\n");
}

/// What ListTasks and DescribeTasks tell of two tasks that failed and one that was scaled in.
void answer_failed_tasks(ApiScript& api) {
  api.answer("ListTasks", R"({"taskArns":["x/a1","x/b2","x/c3"]})");
  api.answer("DescribeTasks",
             R"({"tasks":[{"taskArn":"x/a1","stoppingAt":1000,"stoppedReason":"older"},)"
             R"({"taskArn":"x/b2","stoppingAt":2000,"stoppedReason":"Essential container in task )"
             R"(exited","containers":[{"name":"app","exitCode":1},{"name":"side","exitCode":0}]},)"
             R"--({"taskArn":"x/c3","stoppingAt":3000,"stoppedReason":)--"
             R"--("Scaling activity initiated by (deployment ecs-svc/2)"}]})--");
}

TEST_F(DeployTest, tells_once_why_tasks_fail_and_again_in_the_end) {
  shown(before);
  shown({.deployment = "ecs-svc/2", .record = "d2", .failed = 1});
  shown({.deployment = "ecs-svc/2", .record = "d2", .failed = 2});
  answer_failed_tasks(api);
  answer_failed_tasks(api);
  record("IN_PROGRESS");
  record("IN_PROGRESS");
  record("STOPPED", "Tasks failed to start.");
  EXPECT_EQ(deploy({}).error().message,
            "The deployment failed: Tasks failed to start. The last task that failed: Essential "
            "container in task exited (app: exit code 1)");
  const std::string line = "Task b2 stopped: Essential container in task exited (app: exit code 1)";
  EXPECT_NE(told.find(line), std::string::npos) << told;
  EXPECT_EQ(told.find(line), told.rfind(line)) << told;
  EXPECT_EQ(last_call("ListTasks"),
            R"(ListTasks {"cluster":"default","startedBy":"ecs-svc/2","desiredStatus":"STOPPED"})");
}

TEST_F(DeployTest, finds_failures_of_a_deployment_that_was_rolled_back_at_once) {
  shown(before);
  answer_failed_tasks(api);
  record("ROLLBACK_SUCCESSFUL", "Rolled back.");
  EXPECT_TRUE(deploy({}).error().message.contains("app: exit code 1"));
}

TEST_F(DeployTest, tells_of_failures_when_it_gives_up) {
  shown({.deployment = "ecs-svc/2", .record = "d2", .failed = 3});
  shown({.deployment = "ecs-svc/2", .record = "d2", .failed = 4});
  answer_failed_tasks(api);
  record("IN_PROGRESS");
  EXPECT_EQ(deploy({}).error().message,
            "After 30 min 0 s it is not done; 4 tasks failed, the last one: Essential container in "
            "task exited (app: exit code 1); `berth service web` tells how it goes on.");
}

}  // namespace
}  // namespace berth::cli
