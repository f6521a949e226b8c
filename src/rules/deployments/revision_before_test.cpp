#include "rules/deployments/revision_before.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

/// "2" is the revision r2 of the task definition web:2.
model::ServiceRevision revision(const std::string& name) {
  model::ServiceRevision row;
  row.arn = model::ServiceRevisionArn{"r" + name};
  row.task_definition_arn = model::TaskDefinitionArn{"web:" + name};
  return row;
}

struct RevisionBefore : ::testing::Test {
  /// What is deployed, oldest first, and the present revision.
  void expect(std::vector<const model::ServiceRevision*> deployed,
              const model::ServiceRevision& present, const model::ServiceRevision* before) {
    const auto* found = revision_before(deployed, present);
    EXPECT_EQ(found, before) << (found ? found->arn.text() : "none");
  }
  model::ServiceRevision one = revision("1"), two = revision("2"), three = revision("3");
};

TEST_F(RevisionBefore, is_the_one_deployed_last) {
  expect({}, one, nullptr);
  expect({&one}, one, nullptr);
  expect({&one, &two}, two, &one);
  expect({&one, &two}, three, &two);
}

TEST_F(RevisionBefore, goes_one_further_back_after_a_rollback) {
  expect({&one, &two, &three, &two}, two, &one);
  expect({&one, &two, &three, &two, &one}, one, nullptr);
}

TEST_F(RevisionBefore, passes_over_what_was_rolled_back) {
  expect({&one, &two, &one, &three}, three, &one);
}

TEST_F(RevisionBefore, passes_over_the_same_workload) {
  auto again = two;
  again.arn = model::ServiceRevisionArn{"r2b"};
  expect({&one, &two, &again}, again, &one);
  again.image_digests["app"] = "sha256:bbb";
  expect({&one, &two, &again}, again, &two);
}

}  // namespace
}  // namespace berth::rules
