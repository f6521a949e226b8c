#include <gtest/gtest.h>

#include "api/testing/elbv2_fixture.hpp"

namespace berth::api::elbv2 {
namespace {

using ElbTags = testing::Elbv2Fixture;

TEST_F(ElbTags, AreLaidOverAndRemovedOnEveryKindOfResource) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  const auto listener = make_listener(load_balancer, group);
  desk_.expect(register_targets, {.target_group_arn = group, .targets = {{.id = "172.31.0.20"}}});
  const std::vector arns{load_balancer, group, listener};
  desk_.expect(add_tags,
               {.resource_arns = arns, .tags = {{.key = "team", .value = "a"}, {.key = "stage"}}});
  desk_.expect(add_tags, {.resource_arns = arns, .tags = {{.key = "team", .value = "b"}}});
  desk_.expect(remove_tags, {.resource_arns = arns, .tag_keys = {"stage", "unknown"}});
  const auto answer = desk_.expect(describe_tags, {.resource_arns = arns});
  ASSERT_EQ(answer.tag_descriptions->size(), 3U);
  for (const auto& description : *answer.tag_descriptions) {
    ASSERT_EQ(description.tags->size(), 1U) << *description.resource_arn;
    EXPECT_EQ(description.tags->at(0).key, "team");
    EXPECT_EQ(description.tags->at(0).value, "b");
  }
  EXPECT_EQ(this->group(group).targets.size(), 1U);
}

TEST_F(ElbTags, ChangeNothingWhenOneResourceIsMissing) {
  const auto group = make_target_group();
  const auto refusal = desk_.refusal(
      add_tags, {.resource_arns = {group, group + "0"}, .tags = {{.key = "a", .value = "1"}}});
  EXPECT_EQ(refusal.code, ErrorCode::target_group_not_found);
  EXPECT_TRUE(this->group(group).tags.empty());
}

TEST_F(ElbTags, HaveLimits) {
  const auto group = make_target_group();
  gen::elbv2::AddTagsInput many{.resource_arns = {group}};
  for (int i = 0; i < 51; ++i) many.tags.push_back({.key = "k" + std::to_string(i)});
  EXPECT_EQ(desk_.refusal(add_tags, many).code, ErrorCode::too_many_tags);
  EXPECT_EQ(desk_.refusal(add_tags, {.resource_arns = {group}, .tags = {{.key = "aws:x"}}}).code,
            ErrorCode::validation);
  EXPECT_EQ(desk_.refusal(describe_tags, {.resource_arns = std::vector(21, group)}).code,
            ErrorCode::validation);
  EXPECT_EQ(desk_.refusal(describe_tags, {.resource_arns = {"arn:aws:ecs:a:b:c"}}).code,
            ErrorCode::validation);
}

TEST(ElbAccount, AnswersItsLimitsInPages) {
  testing::Desk desk;
  std::set<std::string> names;
  gen::elbv2::DescribeAccountLimitsInput request{.page_size = 5};
  do {
    const auto answer = desk.expect(describe_account_limits, request);
    for (const auto& limit : *answer.limits) EXPECT_TRUE(names.insert(*limit.name).second);
    request.marker = answer.next_marker;
  } while (request.marker);
  EXPECT_TRUE(names.contains("targets-per-target-group"));
  EXPECT_EQ(names.size(), desk.expect(describe_account_limits, {}).limits->size());
}

}  // namespace
}  // namespace berth::api::elbv2
