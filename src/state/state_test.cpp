#include "state/state.hpp"

#include <utility>

#include <gtest/gtest.h>

#include "state/snapshot.hpp"

namespace berth::state {
namespace {

State restored(const State& state) {
  State again;
  again.restore(state.snapshot());
  return again;
}

TEST(state, a_restored_snapshot_finds_task_definitions_by_their_arns) {
  model::TaskDefinition row;
  row.arn = model::TaskDefinitionArn{"arn:aws:ecs:us-east-1:000000000000:task-definition/family:1"};
  row.family = "family";
  row.revision = 1;
  State state;
  Changes changes;
  state.apply(RegisterTaskDefinition{row}, changes);
  const State again = restored(state);
  ASSERT_NE(again.find_task_definition(row.arn), nullptr);
  EXPECT_EQ(again.find_task_definition(row.arn)->family, "family");
}

TEST(state, a_restored_snapshot_finds_client_tokens_by_their_keys) {
  model::ClientToken row;
  row.key = {model::realm_of("arn:aws:ecs:us-east-1:000000000000:cluster/default"), "RunTask", "t"};
  row.resource_ids = {"arn"};
  State state;
  Changes changes;
  state.apply(RememberClientToken{row}, changes);
  const State again = restored(state);
  ASSERT_NE(again.client_tokens().find(row.key), nullptr);
  EXPECT_EQ(again.client_tokens().find(row.key)->resource_ids, row.resource_ids);
}

model::ContainerInstance instance(const std::string& id, const std::string& zone) {
  model::ContainerInstance row;
  row.arn = model::ContainerInstanceArn{id};
  row.cluster_arn = model::ClusterArn{"c"};
  row.availability_zone = zone;
  row.agent_connected = true;
  return row;
}

model::Task task(const std::string& id, const std::string& instance, std::int64_t version = 1) {
  model::Task row;
  row.arn = model::TaskArn{id};
  row.cluster_arn = model::ClusterArn{"c"};
  row.container_instance_arn = model::ContainerInstanceArn{instance};
  row.group = "service:web";
  row.reserved = {10, 20, {}};
  row.version = version;
  return row;
}

/// "a:1:20 b:2:0": each instance with its class and what is reserved there.
std::string places(const State& state) {
  std::string text;
  for (const auto& slot : state.places_in(model::ClusterArn{"c"})) {
    text += slot.instance->arn.text() + ":" + std::to_string(slot.attribute_class) + ":" +
            std::to_string(slot.load->reserved.memory) + " ";
  }
  return text;
}

TEST(state, lists_instances_for_placement_as_they_come_and_go) {
  State state;
  Changes changes;
  state.apply(CreateContainerInstance{instance("b", "z")}, changes);
  state.apply(CreateTask{task("t", "b")}, changes);
  state.apply(CreateContainerInstance{instance("a", "y")}, changes);
  state.apply(CreateContainerInstance{instance("c", "z")}, changes);
  EXPECT_EQ(places(state), "a:2:0 b:1:20 c:1:0 ");
  EXPECT_EQ(places(restored(state)), "a:1:0 b:2:20 c:2:0 ");
  EXPECT_EQ(state.occupancy().of_group(model::ClusterArn{"c"}, "service:web").size(), 1u);

  auto changed = instance("b", "z");
  changed.attributes = {{"stack", "blue"}};
  state.apply(UpdateContainerInstance{changed}, changes);
  EXPECT_EQ(places(state), "a:2:0 b:3:20 c:1:0 ");
  auto ended = task("t", "b", 2);
  ended.last_status = model::TaskStatus::stopped;
  ended.desired_status = model::DesiredStatus::stopped;
  state.apply(UpdateTask{ended}, changes);
  EXPECT_EQ(places(state), "a:2:0 b:3:0 c:1:0 ");
  changed.status = model::ContainerInstanceStatus::inactive;
  state.apply(UpdateContainerInstance{changed}, changes);
  EXPECT_EQ(places(state), "a:2:0 c:1:0 ");
  EXPECT_TRUE(state.occupancy().of_group(model::ClusterArn{"c"}, "service:web").empty());
}

TEST(state, counts_the_zones_that_take_tasks) {
  State state;
  Changes changes;
  auto row = instance("a", "y");
  state.apply(CreateContainerInstance{row}, changes);
  state.apply(CreateContainerInstance{instance("b", "z")}, changes);
  using Zones = std::map<std::string, std::int32_t>;
  EXPECT_EQ(state.zones_in(model::ClusterArn{"c"}), (Zones{{"y", 1}, {"z", 1}}));
  row.agent_connected = false;
  state.apply(UpdateContainerInstance{row}, changes);
  EXPECT_EQ(state.zones_in(model::ClusterArn{"c"}), (Zones{{"z", 1}}));
}

}  // namespace
}  // namespace berth::state
