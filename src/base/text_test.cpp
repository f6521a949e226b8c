#include "base/text.hpp"

#include <gtest/gtest.h>

namespace berth {
namespace {

using Parts = std::vector<std::string_view>;

TEST(Text, splits_and_joins) {
  EXPECT_EQ(split("a,b", ','), (Parts{"a", "b"}));
  EXPECT_EQ(split("", ','), (Parts{""}));
  EXPECT_EQ(split(",a,", ','), (Parts{"", "a", ""}));
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({"a"}, ", "), "a");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"", ""}, "-"), "-");
}

TEST(Text, cuts_at_the_first_or_last_separator) {
  const auto first = cut("a:b:c", ':');
  ASSERT_TRUE(first);
  EXPECT_EQ(first->before, "a");
  EXPECT_EQ(first->after, "b:c");
  const auto last = cut_last("a:b:c", ':');
  ASSERT_TRUE(last);
  EXPECT_EQ(last->before, "a:b");
  EXPECT_EQ(last->after, "c");
  EXPECT_FALSE(cut("abc", ':'));
  EXPECT_FALSE(cut_last("", ':'));
}

TEST(Text, compares_and_folds_ascii_letters_only) {
  EXPECT_EQ(lowercase("AbZ\xc4"), "abz\xc4");
  EXPECT_TRUE(iequals("X-Amz-Date", "x-amz-date"));
  EXPECT_FALSE(iequals("a", "ab"));
  EXPECT_FALSE(iequals("[", "{"));
}

TEST(Text, trims_blanks_at_both_ends) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim("  "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, writes_bytes_in_hexadecimal) {
  EXPECT_EQ(hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(hex(""), "");
}

TEST(Text, reads_whole_unsigned_numbers_only) {
  EXPECT_EQ(parse_unsigned("0"), 0u);
  EXPECT_EQ(parse_unsigned("007"), 7u);
  EXPECT_EQ(parse_unsigned("18446744073709551615"), 18446744073709551615u);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "x", "18446744073709551616"}) {
    EXPECT_FALSE(parse_unsigned(text)) << text;
  }
}

TEST(Text, knows_the_characters_of_names) {
  EXPECT_TRUE(only_alphanumeric_or("a-Z_0", "-_"));
  EXPECT_TRUE(only_alphanumeric_or("", ""));
  EXPECT_FALSE(only_alphanumeric_or("a.b", "-_"));
  EXPECT_FALSE(only_alphanumeric_or("\xc3\xa4", "-_"));
}

TEST(Text, hashes_alike_for_ever) {
  EXPECT_EQ(stable_hash(""), 0xcbf29ce484222325u);
  EXPECT_EQ(stable_hash("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(stable_hash("foobar"), 0x85944171f73967e8u);
}

}  // namespace
}  // namespace berth
