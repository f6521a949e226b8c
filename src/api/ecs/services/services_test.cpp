// CreateService and UpdateService: names that are taken again, repeated requests, moves to Fargate.
#include <gtest/gtest.h>

#include "api/testing/ecs_fixture.hpp"

namespace berth::api::ecs {
namespace {

using gen::ecs::LaunchType;

struct ServicesTest : testing::EcsFixture {
  void SetUp() override {
    define(definition("web"));
    define(fargate_definition("far"));
  }

  static gen::ecs::CreateServiceRequest request() {
    gen::ecs::CreateServiceRequest wanted;
    wanted.service_name = "web";
    wanted.task_definition = "web";
    wanted.desired_count = 1;
    return wanted;
  }

  const model::Service& service() { return desk_.state.services().begin()->second; }
};

TEST_F(ServicesTest, begins_anew_under_the_name_of_an_inactive_one) {
  desk_.expect(create_service, request());
  auto old = service();
  old.status = model::ServiceStatus::inactive;
  old.closed_at = desk_.stamp.now;
  old.deployments.clear();
  desk_.apply({state::UpdateService{old}});
  desk_.expect(create_service, request());
  const auto listed = desk_.expect(list_service_deployments, {.service = "web"});
  EXPECT_EQ(listed.service_deployments->size(), 1u);
}

TEST_F(ServicesTest, a_repeated_request_with_another_role_is_another_request) {
  desk_.expect(create_service, request());
  EXPECT_TRUE(desk_.call(create_service, request()));
  auto other = service();
  other.role_arn = "arn:aws:iam::000000000000:role/other";
  desk_.apply({state::UpdateService{other}});
  EXPECT_EQ(desk_.refusal(create_service, request()).message,
            "Creation of service was not idempotent.");
}

TEST_F(ServicesTest, external_services_take_no_role) {
  auto wanted = request();
  wanted.task_definition.reset();
  wanted.deployment_controller.emplace().type = gen::ecs::DeploymentControllerType::external;
  wanted.role = "mine";
  EXPECT_EQ(desk_.refusal(create_service, wanted).message,
            "role is not supported for a service with an EXTERNAL deployment controller.");
}

TEST_F(ServicesTest, refuse_other_platform_versions) {
  auto wanted = request();
  wanted.platform_version = "1.4.0";
  EXPECT_EQ(desk_.refusal(create_service, wanted).code, ErrorCode::invalid_parameter);
  wanted.task_definition = "far";
  wanted.launch_type = LaunchType::fargate;
  wanted.network_configuration = any_subnet();
  EXPECT_TRUE(desk_.call(create_service, wanted));
  gen::ecs::UpdateServiceRequest update;
  update.service = "web";
  update.platform_version = "1.3.0";
  EXPECT_EQ(desk_.refusal(update_service, update).code, ErrorCode::unsupported_operation);
}

TEST_F(ServicesTest, leave_placement_behind_when_they_move_to_fargate) {
  auto wanted = request();
  wanted.task_definition = "far";
  wanted.network_configuration = any_subnet();
  wanted.placement_constraints = {{{.type = gen::ecs::PlacementConstraintType::distinct_instance}}};
  desk_.expect(create_service, wanted);
  gen::ecs::UpdateServiceRequest update;
  update.service = "web";
  update.force_new_deployment = true;
  update.capacity_provider_strategy.emplace().emplace_back().capacity_provider = "FARGATE";
  EXPECT_EQ(desk_.refusal(update_service, update).message,
            "Placement constraints are not supported with FARGATE launch type.");
  update.placement_constraints.emplace();
  desk_.expect(update_service, update);
  EXPECT_EQ(service().launch_type, LaunchType::fargate);
}

}  // namespace
}  // namespace berth::api::ecs
