#include "api/ec2/filters.hpp"

#include <gtest/gtest.h>

namespace berth::api::ec2 {
namespace {

TEST(Ec2Filters, MatchWildcards) {
  const auto check = [](std::string_view pattern, std::string_view value, bool expected) {
    EXPECT_EQ(matches_pattern(pattern, value), expected) << pattern << " " << value;
  };
  check("abc", "abc", true);
  check("abc", "abcd", false);
  check("ab?", "abc", true);
  check("ab?", "ab", false);
  check("*", "", true);
  check("*", "anything", true);
  check("a*c", "abbbc", true);
  check("a*c", "abbbcd", false);
  check("*b*b", "abab", true);
  check("*ab", "aaab", true);
  check("", "", true);
  check("", "a", false);
  check("a\\*", "a*", true);
  check("a\\*", "ab", false);
  check("a\\?c", "a?c", true);
  check("a\\?c", "abc", false);
  check("a\\b", "a\\b", true);
}

TEST(Ec2Filters, MatchLongTextsInBoundedTime) {
  const std::string value(2000, 'a');
  EXPECT_FALSE(matches_pattern("*a*a*a*a*a*a*a*a*a*b", value));
}

TEST(Ec2Filters, KnowTags) {
  const std::vector<gen::ec2::Tag> tags{{.key = "Name", .value = "web"},
                                        {.key = "stage", .value = "test"}};
  EXPECT_EQ(tag_values(tags, "tag:Name"), Values{"web"});
  EXPECT_EQ(tag_values(tags, "tag:other"), Values{});
  EXPECT_EQ(tag_values(tags, "tag-key"), (Values{"Name", "stage"}));
  EXPECT_EQ(tag_values(tags, "tag-value"), (Values{"web", "test"}));
  EXPECT_EQ(tag_values(tags, "vpc-id"), std::nullopt);
}

}  // namespace
}  // namespace berth::api::ec2
