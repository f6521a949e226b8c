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

}  // namespace
}  // namespace berth::state
