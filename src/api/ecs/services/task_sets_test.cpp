// Task sets of a service with an EXTERNAL deployment controller: repeated requests, and sets on
// their way out.
#include <gtest/gtest.h>

#include "api/testing/ecs_fixture.hpp"

namespace berth::api::ecs {
namespace {

struct TaskSetsTest : testing::EcsFixture {
  void SetUp() override {
    define(definition("web"));
    define(definition("other"));
    gen::ecs::CreateServiceRequest wanted;
    wanted.service_name = "web";
    wanted.desired_count = 2;
    wanted.deployment_controller.emplace().type = gen::ecs::DeploymentControllerType::external;
    desk_.expect(create_service, wanted);
  }

  static gen::ecs::CreateTaskSetRequest request() {
    gen::ecs::CreateTaskSetRequest wanted;
    wanted.cluster = "default";
    wanted.service = "web";
    wanted.task_definition = "web";
    wanted.client_token = "once";
    return wanted;
  }
  std::string make() { return *desk_.expect(create_task_set, request()).task_set->id; }
  std::vector<gen::ecs::TaskSet> sets() {
    return *desk_.expect(describe_task_sets, {"default", "web"}).task_sets;
  }
  gen::ecs::Service shown() {
    return desk_.expect(describe_services, {.services = {"web"}}).services->at(0);
  }
  void make_primary(const std::string& set) {
    desk_.expect(update_service_primary_task_set, {"default", "web", set});
  }
};

TEST_F(TaskSetsTest, a_repeated_request_answers_the_first_set) {
  const auto first = make();
  EXPECT_EQ(make(), first);
  EXPECT_EQ(sets().size(), 1u);
  auto other = request();
  other.task_definition = "other";
  EXPECT_EQ(desk_.refusal(create_task_set, other).message,
            "Creation of task set was not idempotent.");
  other = request();
  other.external_id = "green";
  EXPECT_EQ(desk_.refusal(create_task_set, other).code, ErrorCode::invalid_parameter);
}

TEST_F(TaskSetsTest, one_that_is_deleted_cannot_be_scaled) {
  const auto set = make();
  desk_.expect(delete_task_set, {"default", "web", set, true});
  gen::ecs::UpdateTaskSetRequest scale{"default", "web", set, {}};
  scale.scale.value = 50;
  EXPECT_EQ(desk_.refusal(update_task_set, scale).message,
            "The task set " + set + " is being deleted.");
  EXPECT_EQ(sets().at(0).computed_desired_count, 0);
}

TEST_F(TaskSetsTest, without_its_primary_a_service_shows_no_workload) {
  const auto set = make();
  make_primary(set);
  EXPECT_TRUE(shown().task_definition);
  desk_.expect(delete_task_set, {"default", "web", set, true});
  EXPECT_FALSE(shown().task_definition);
  EXPECT_FALSE(shown().launch_type);
}

}  // namespace
}  // namespace berth::api::ecs
