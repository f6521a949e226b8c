#include "api/events/event_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/desk.hpp"
#include "gen/explain/operations.hpp"

namespace berth::api::events {
namespace {

using api::testing::Desk;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const model::Realm realm{"000000000000", "us-east-1"};
const model::ClusterArn cluster{realm.arn("ecs", "cluster/c")};
const model::ServiceArn web{realm.arn("ecs", "service/c/web")};

model::Event action(const std::string& name, const std::string& reason = "") {
  model::Event event;
  event.sequence = 7;
  event.at = Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + Duration{1234};
  auto& row = event.service_action.emplace();
  row.service_arn = web;
  row.cluster_arn = cluster;
  row.name = name;
  row.reason = reason;
  return event;
}

/// From the detail-type to the end, without the brackets around all.
std::string told(const model::Event& event) {
  const auto text = event_document(state::State{}, event);
  return text.substr(text.find("\"detail-type\""));
}

TEST(event_document, service_actions_have_type_reason_and_cluster) {
  EXPECT_EQ(told(action("SERVICE_TASK_PLACEMENT_FAILURE", "RESOURCE:CPU")),
            R"("detail-type":"ECS Service Action","source":"aws.ecs","account":"000000000000",)"
            R"("time":"2026-01-01T00:00:01Z","region":"us-east-1",)"
            R"("resources":["arn:aws:ecs:us-east-1:000000000000:service/c/web"],)"
            R"("detail":{"eventType":"ERROR","eventName":"SERVICE_TASK_PLACEMENT_FAILURE",)"
            R"("clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/c",)"
            R"("createdAt":"2026-01-01T00:00:01.234Z","reason":"RESOURCE:CPU"}})");
}

TEST(event_document, deployments_have_their_id) {
  auto event = action("SERVICE_DEPLOYMENT_FAILED", "because");
  event.service_action->deployment_id = "ecs-svc/1";
  EXPECT_THAT(told(event), StartsWith(R"("detail-type":"ECS Deployment State Change")"));
  EXPECT_THAT(told(event),
              HasSubstr(R"("detail":{"eventType":"ERROR","eventName":"SERVICE_DEPLOYMENT_FAILED",)"
                        R"("deploymentId":"ecs-svc/1","updatedAt":"2026-01-01T00:00:01.234Z",)"
                        R"("reason":"because"})"));
}

TEST(event_document, tasks_and_instances_say_when_they_changed) {
  model::Event event;
  event.at = Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + Duration{1234};
  event.task.emplace().arn = model::TaskArn{realm.arn("ecs", "task/c/ab11")};
  EXPECT_THAT(told(event), HasSubstr(R"("detail":{"updatedAt":"2026-01-01T00:00:01.234Z",)"));
  event.task.reset();
  auto& row = event.container_instance.emplace().instance;
  row.arn = model::ContainerInstanceArn{realm.arn("ecs", "container-instance/c/i")};
  row.cluster_arn = cluster;
  EXPECT_THAT(told(event),
              HasSubstr(R"("detail":{"clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/c",)"
                        R"("updatedAt":"2026-01-01T00:00:01.234Z",)"));
}

TEST(event_document, ids_are_the_same_for_the_same_event_only) {
  const auto id = [](const model::Event& event) {
    return event_document(state::State{}, event).substr(0, 60);
  };
  auto other = action("A");
  EXPECT_EQ(id(action("A")), id(other));
  EXPECT_THAT(id(other), ::testing::ContainsRegex(
                             R"("id":"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-)"));
  other.sequence = 8;
  EXPECT_NE(id(action("A")), id(other));
}

struct ReadEvents : ::testing::Test {
  void SetUp() override {
    model::Task task;
    task.arn = model::TaskArn{realm.arn("ecs", "task/c/ab11")};
    task.cluster_arn = cluster;
    task.group = "service:web";
    task.created_at = desk.stamp.now;
    desk.state.set_time(desk.stamp.now);
    desk.apply({state::CreateTask{task}});
    task.arn = model::TaskArn{realm.arn("ecs", "task/c/cd22")};
    task.group = "family:f";
    desk.pass(std::chrono::minutes{1});
    desk.state.set_time(desk.stamp.now);
    desk.apply({state::CreateTask{task}});
  }

  std::vector<std::int64_t> sequences(const gen::explain::ReadEventsRequest& request) {
    const auto answer = desk.expect(explain::read_events, request);
    std::vector<std::int64_t> numbers;
    for (const auto& each : *answer.events) numbers.push_back(*each.sequence);
    return numbers;
  }

  using Numbers = std::vector<std::int64_t>;
  Desk desk;
};

TEST_F(ReadEvents, filters_by_service_task_cluster_and_time) {
  EXPECT_EQ(sequences({}), (Numbers{1, 2}));
  EXPECT_EQ(sequences({.service = "web"}), (Numbers{1}));
  EXPECT_EQ(sequences({.task = "cd"}), (Numbers{2}));
  EXPECT_EQ(sequences({.cluster = "c"}), (Numbers{1, 2}));
  EXPECT_EQ(desk.refusal(explain::read_events, {.cluster = "other"}).code,
            ErrorCode::cluster_not_found);
  EXPECT_EQ(sequences({.since = desk.stamp.now}), (Numbers{2}));
  desk.stamp.realm.region = "eu-west-1";
  EXPECT_EQ(sequences({}), (Numbers{}));
}

TEST_F(ReadEvents, pages_follow_each_other) {
  const auto first = desk.expect(explain::read_events, {.max_results = 1});
  EXPECT_EQ(first.last, 1);
  EXPECT_THAT(*first.events->front().event, HasSubstr(R"("createdAt":"2026-01-01T00:00:00.000Z")"));
  const auto second = desk.expect(explain::read_events, {.after = first.last, .max_results = 2});
  EXPECT_EQ(second.events->size(), 1U);
  EXPECT_EQ(second.last, 2);
  EXPECT_EQ(desk.refusal(explain::read_events, {.max_results = 0}).code,
            ErrorCode::invalid_parameter);
}

}  // namespace
}  // namespace berth::api::events
