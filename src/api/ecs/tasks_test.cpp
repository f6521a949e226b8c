// RunTask, and what is done to the tasks that it made: protection, tags.
#include <array>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "api/testing/ecs_fixture.hpp"

namespace berth::api::ecs {
namespace {

using gen::ecs::LaunchType;

struct TasksTest : testing::EcsFixture {
  gen::ecs::RunTaskRequest request() {
    gen::ecs::RunTaskRequest wanted;
    wanted.task_definition = "web";
    return wanted;
  }
  const model::Task& run(const gen::ecs::RunTaskRequest& wanted) {
    const auto tasks = *desk_.expect(run_task, wanted).tasks;
    return desk_.state.tasks().at(model::TaskArn{*tasks.at(0).task_arn});
  }
};

struct RunTaskTest : TasksTest {
  void SetUp() override { define(definition("web")); }

  gen::ecs::RunTaskRequest overriding(gen::ecs::ContainerOverride container) {
    auto wanted = request();
    container.name = "app";
    wanted.overrides.emplace().container_overrides = {{std::move(container)}};
    return wanted;
  }
};

TEST_F(RunTaskTest, refuses_overrides_that_reserve_less_than_nothing) {
  const auto check = [&](const gen::ecs::RunTaskRequest& wanted, ErrorCode code) {
    EXPECT_EQ(desk_.refusal(run_task, wanted).code, code);
  };
  check(overriding({.cpu = -1}), ErrorCode::invalid_parameter);
  check(overriding({.memory = 3}), ErrorCode::invalid_parameter);
  check(overriding({.memory_reservation = -64}), ErrorCode::invalid_parameter);
  auto wanted = request();
  wanted.overrides.emplace().cpu = "4294967196";
  check(wanted, ErrorCode::client_exception);
  wanted.overrides.emplace().memory = "4294967196";
  check(wanted, ErrorCode::client_exception);
  EXPECT_TRUE(desk_.state.tasks().empty());
}

TEST_F(RunTaskTest, finds_no_room_for_what_no_instance_has) {
  auto wanted = overriding({.memory = std::numeric_limits<std::int32_t>::max()});
  const auto answer = desk_.expect(run_task, wanted);
  EXPECT_TRUE(answer.tasks->empty());
  EXPECT_EQ(answer.failures->at(0).reason, "RESOURCE:MEMORY");
}

TEST_F(RunTaskTest, a_task_with_overrides_may_end_beside_another) {
  auto first = run(overriding({.cpu = 0, .memory = 4}));
  auto second = run(request());
  for (auto* task : {&first, &second}) {
    task->last_status = model::TaskStatus::stopped;
    task->stopped_at = desk_.stamp.now;
    ++task->version;
    desk_.apply({state::UpdateTask{*task}});
  }
  EXPECT_EQ(desk_.state.occupancy().on(first.container_instance_arn).reserved.memory, 0);
}

TEST_F(RunTaskTest, refuses_other_platform_versions) {
  define(fargate_definition("far"));
  auto wanted = request();
  wanted.platform_version = "LATEST";
  EXPECT_EQ(desk_.refusal(run_task, wanted).message,
            "The platform version must be null when specifying an EC2 launch type.");
  wanted.task_definition = "far";
  wanted.launch_type = LaunchType::fargate;
  wanted.network_configuration = any_subnet();
  EXPECT_TRUE(desk_.call(run_task, wanted));
  wanted.platform_version = "1.3.0";
  EXPECT_EQ(desk_.refusal(run_task, wanted).code, ErrorCode::unsupported_operation);
}

struct TaskTagsTest : TasksTest {};

TEST_F(TaskTagsTest, managed_tags_stay) {
  define(definition("web"));
  auto wanted = request();
  wanted.enable_ecs_managed_tags = true;
  wanted.tags = {{{.key = "mine", .value = "1"}}};
  const auto& arn = run(wanted).arn;
  EXPECT_EQ(desk_.refusal(untag_resource, {arn.text(), {"mine", "aws:ecs:clusterName"}}).code,
            ErrorCode::invalid_parameter);
  EXPECT_EQ(desk_.state.tasks().at(arn).tags.size(), 2u);
  desk_.expect(untag_resource, {arn.text(), {"mine"}});
  EXPECT_EQ(desk_.state.tasks().at(arn).tags.size(), 1u);
}

/// A service of two tasks, and three that run.
struct TaskProtectionTest : TasksTest {
  void SetUp() override {
    define(definition("web"));
    gen::ecs::CreateServiceRequest wanted;
    wanted.service_name = "web";
    wanted.task_definition = "web";
    wanted.desired_count = 2;
    const auto created = *desk_.expect(create_service, wanted).service;
    service = desk_.state.services().at(model::ServiceArn{*created.service_arn});
    for (auto& arn : arns) {
      auto task = run(request());
      task.service_arn = service.arn;
      task.accounted = false;
      ++task.version;
      desk_.apply({state::UpdateTask{task}});
      arn = task.arn.text();
    }
  }
  /// The reasons for which not all three can be protected.
  std::vector<std::string> failures() {
    gen::ecs::UpdateTaskProtectionRequest wanted;
    wanted.cluster = "default";
    wanted.tasks = {arns.begin(), arns.end()};
    wanted.protection_enabled = true;
    std::vector<std::string> reasons;
    const auto answer = desk_.expect(update_task_protection, wanted);
    for (const auto& each : *answer.failures) reasons.push_back(*each.reason);
    return reasons;
  }

  model::Service service;
  std::array<std::string, 3> arns;
};

TEST_F(TaskProtectionTest, a_deployment_in_progress_limits_it) {
  EXPECT_EQ(failures(), std::vector<std::string>{"DEPLOYMENT_BLOCKED"});
}

TEST_F(TaskProtectionTest, a_failed_deployment_is_not_in_its_way) {
  service.deployments.front().rollout_state = model::RolloutState::failed;
  desk_.apply({state::UpdateService{service}});
  EXPECT_TRUE(failures().empty());
}

TEST_F(TaskProtectionTest, external_services_have_no_deployment_in_its_way) {
  service.deployment_controller = gen::ecs::DeploymentControllerType::external;
  desk_.apply({state::UpdateService{service}});
  EXPECT_TRUE(failures().empty());
}

TEST_F(TaskProtectionTest, is_not_for_tasks_that_are_to_stop) {
  desk_.expect(stop_task, {.task = arns[0]});
  EXPECT_EQ(failures(), std::vector<std::string>{"TASK_NOT_VALID"});
}

}  // namespace
}  // namespace berth::api::ecs
