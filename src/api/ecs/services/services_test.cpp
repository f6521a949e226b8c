// CreateService and UpdateService: names that are taken again.
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

}  // namespace
}  // namespace berth::api::ecs
