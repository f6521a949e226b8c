#include "rules/services/service_actions.hpp"

#include <gtest/gtest.h>

#include "rules/services/service_events.hpp"

namespace berth::rules {
namespace {

void check(std::string_view text, std::string_view name, std::string_view reason = "") {
  const auto action = service_action_of(text);
  EXPECT_EQ(action.name, name) << text;
  EXPECT_EQ(action.reason, reason) << text;
}

TEST(service_actions, come_from_what_services_tell) {
  model::Service service;
  service.name = "web";
  model::Task task;
  task.arn = model::TaskArn{"task/c/t"};
  task.container_instance_arn = model::ContainerInstanceArn{"container-instance/c/i"};
  check(steady_state_event(service), "SERVICE_STEADY_STATE");
  check("(service web) is unable to consistently start tasks successfully.",
        "SERVICE_TASK_START_IMPAIRED");
  check(daemon_misplaced_event(service, task), "SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED");
  const auto& closest = task.container_instance_arn;
  constexpr std::string_view failure = "SERVICE_TASK_PLACEMENT_FAILURE";
  for (const auto reason : {"RESOURCE:MEMORY", "RESOURCE:CPU", "RESOURCE:PORTS", "ATTRIBUTE",
                            "AGENT", "MemberOf placement constraint unsatisfied."}) {
    check(unplaced_event(service, closest, reason), failure, reason);
  }
  check(unplaced_event(service, std::nullopt, ""), failure, "NO_CONTAINER_INSTANCE");
  check(unplaced_event(service, "RESOURCE:FARGATE"), failure, "RESOURCE:FARGATE");
  check(unplaced_in_zone_event(service, "a"), failure, "NO_CONTAINER_INSTANCE");
  check(stopped_running_event(service, {&task}), "TASKS_STOPPED");
  check(stopped_to_balance_events(service, {&task}).front(), "TASKS_STOPPED");
  check(started_event(service, {task.arn}, 0), "");
  check(stopped_pending_event(service, 1), "");
}

TEST(service_actions, have_a_type) {
  EXPECT_EQ(event_type_of("SERVICE_STEADY_STATE"), "INFO");
  EXPECT_EQ(event_type_of("TASKS_STOPPED"), "INFO");
  EXPECT_EQ(event_type_of("SERVICE_TASK_START_IMPAIRED"), "WARN");
  EXPECT_EQ(event_type_of("SERVICE_TASK_PLACEMENT_FAILURE"), "ERROR");
  EXPECT_EQ(event_type_of("SERVICE_DEPLOYMENT_FAILED"), "ERROR");
}

}  // namespace
}  // namespace berth::rules
