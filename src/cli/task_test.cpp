#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "cli/testing/api_script.hpp"

namespace berth::cli {
namespace {

using testing::ApiScript;
using testing::arn;

TEST(list_tasks, shows_all_pages_and_then_the_stopped_ones) {
  ApiScript api;
  api.answer("ListTasks", R"({"taskArns":[")" + arn("a1") + R"("],"nextToken":"more"})");
  api.answer("ListTasks", R"({"taskArns":[")" + arn("b2") + R"("]})");
  api.answer("ListTasks", R"({"taskArns":[")" + arn("c3") + R"("]})");
  api.answer("DescribeTasks",
             R"({"tasks":[{"taskArn":"x/a1","group":"service:web","lastStatus":"RUNNING",
                 "taskDefinitionArn":"x/web:1","containers":[{"networkBindings":[
                 {"hostPort":8080,"containerPort":80},{"hostPort":8443,"containerPort":443}]}]},
                 {"taskArn":"x/c3","group":"g","taskDefinitionArn":"x/job:2",
                 "lastStatus":"STOPPED","stoppedReason":"Gone"}]})");
  ASSERT_TRUE(api.run(list_tasks({api.client, api.out}, "default")));
  EXPECT_EQ(api.out,
            "TASK  GROUP        TASK DEFINITION  STATUS   ADDRESS             REASON\n"
            "a1    service:web  web:1            RUNNING  8080->80,8443->443  \n"
            "c3    g            job:2            STOPPED                      Gone\n");
  ASSERT_EQ(api.seen.size(), 4U);
  EXPECT_EQ(api.seen[1],
            R"(ListTasks {"cluster":"default","nextToken":"more","desiredStatus":"RUNNING"})");
  EXPECT_EQ(api.seen[2], R"(ListTasks {"cluster":"default","desiredStatus":"STOPPED"})");
}

TEST(list_tasks, asks_nothing_more_where_there_are_none) {
  ApiScript api;
  api.answer("ListTasks", "{}");
  ASSERT_TRUE(api.run(list_tasks({api.client, api.out}, "default")));
  EXPECT_EQ(api.out, "TASK  GROUP  TASK DEFINITION  STATUS  ADDRESS  REASON\n");
}

struct ShowTask : ::testing::Test {
  ShowTask() {
    api.answer("ListTasks", R"({"taskArns":[")" + arn("ab11") + "\",\"" + arn("ab22") + R"("]})");
    api.answer("ListTasks", "{}");
  }
  Result<void> show(const std::string& id) {
    return api.run(show_task({api.client, api.out}, "default", id));
  }
  ApiScript api;
};

TEST_F(ShowTask, tells_containers_reasons_and_times) {
  api.answer("DescribeTasks",
             R"({"tasks":[{"taskArn":"x/ab22","clusterArn":"c/default","group":"family:job",
                 "taskDefinitionArn":"x/job:2","lastStatus":"DEPROVISIONING",
                 "desiredStatus":"STOPPED","stopCode":"EssentialContainerExited",
                 "stoppedReason":"Essential container in task exited",
                 "createdAt":1000,"pullStartedAt":1000.1,"pullStoppedAt":1002.2,
                 "startedAt":1002.5,"executionStoppedAt":1063,"stoppingAt":1062.5,
                 "containers":[{"name":"main","image":"busybox","lastStatus":"STOPPED",
                 "exitCode":137,"reason":"OutOfMemoryError","healthStatus":"UNKNOWN"}]}]})");
  ASSERT_TRUE(show("ab2"));
  EXPECT_EQ(api.out,
            "Task             ab22\n"
            "Cluster          default\n"
            "Group            family:job\n"
            "Task definition  job:2\n"
            "Status           DEPROVISIONING, shall be STOPPED\n"
            "Reason           Essential container in task exited (EssentialContainerExited)\n"
            "\n"
            "CONTAINER  IMAGE    STATUS   HEALTH   EXIT  PORTS  REASON\n"
            "main       busybox  STOPPED  UNKNOWN  137          OutOfMemoryError\n"
            "\n"
            "WHEN                      WHAT              AFTER\n"
            "1970-01-01T00:16:40.000Z  created           \n"
            "1970-01-01T00:16:40.100Z  pull started      100 ms\n"
            "1970-01-01T00:16:42.200Z  pulled            2.1 s\n"
            "1970-01-01T00:16:42.500Z  started           300 ms\n"
            "1970-01-01T00:17:42.500Z  stopping          1 min 0 s\n"
            "1970-01-01T00:17:43.000Z  containers ended  500 ms\n");
  EXPECT_EQ(api.seen.back(),
            R"(DescribeTasks {"cluster":"default","tasks":[")" + arn("ab22") + R"("]})");
}

TEST_F(ShowTask, refuses_a_start_that_two_ids_have) {
  EXPECT_EQ(show("ab").error().message,
            "2 tasks have an id that starts with 'ab', among them ab11, ab22. Give more of it.");
}

TEST_F(ShowTask, says_where_to_look_when_there_is_none) {
  EXPECT_EQ(show("ff").error().message,
            "There is no task 'ff' in the cluster 'default'. "
            "`berth tasks --cluster default` lists them.");
}

TEST_F(ShowTask, takes_an_arn_as_it_is) {
  api.answer("DescribeTasks", R"({"failures":[{"reason":"MISSING"}]})");
  EXPECT_EQ(show(arn("ab22")).error().code, ErrorCode::not_found);
  EXPECT_EQ(api.seen.size(), 1U);
}

}  // namespace
}  // namespace berth::cli
