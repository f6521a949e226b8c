#include "base/pattern/pattern.hpp"

#include <string>

#include <gtest/gtest.h>

namespace berth {
namespace {

void check(std::string_view expression, std::string_view text, bool expected) {
  const auto pattern = Pattern::compile(expression);
  ASSERT_TRUE(pattern) << expression;
  EXPECT_EQ(pattern->matches(text), expected) << expression << " on " << text;
}

TEST(Pattern, TheWholeTextMustMatch) {
  check("[a-z]+", "abc", true);
  check("[a-z]+", "abc1", false);
  check("[a-z]+", "", false);
  check("[a-z]*", "", true);
  check("", "", true);
  check("", "a", false);
}

TEST(Pattern, CountsGroupsAndAlternatives) {
  check("^(2|4|5)\\d\\d$", "404", true);
  check("^(2|4|5)\\d\\d$", "304", false);
  check("^(2|4|5)\\d\\d$", "4044", false);
  check("a{2}", "aa", true);
  check("a{2}", "aaa", false);
  check("a{2,3}", "aaa", true);
  check("a{2,3}", "a", false);
  check("a{2,}", "aaaaa", true);
  check("a{0,2}b", "b", true);
  check("(ab){1,2}c?", "ababc", true);
  check("(ab|cd)*e", "abcdabe", true);
  check("a|bc|d", "bc", true);
  check("a|bc|d", "ab", false);
  check("(a*)*b", "aaaab", true);
  check("(a|b|)c", "c", true);
  check("([a-zA-Z0-9]+-)*[a-zA-Z0-9]+", "my-load-balancer", true);
  check("([a-zA-Z0-9]+-)*[a-zA-Z0-9]+", "-my", false);
  check("[\\w]{1,2000}", std::string(2000, 'x'), true);
  check("(\\d{1,3}\\.){3}\\d{1,3}", "10.0.0.255", true);
}

TEST(Pattern, SetsAndEscapes) {
  check("[\\w+=,.@-]*", "a-b@c.d", true);
  check("[\\w+=,.@-]*", "a b", false);
  check("[^:*]*", "a/b", true);
  check("[^:*]*", "a:b", false);
  check("[a-zA-Z0-9-_]+", "a-_9", true);
  check("[]a]+", "]a", true);
  check("\\S{3}", "abc", true);
  check("\\S{3}", "a c", false);
  check("[\\s\\S]*", "a\nb", true);
  check("\\x41\\u0042", "AB", true);
  check("^(HTTPS?|#\\{protocol\\})$", "#{protocol}", true);
  check(".+", "a\nb", false);
  check("\\D\\W", "a-", true);
}

TEST(Pattern, UnicodeCategoriesAndSurrogatePairs) {
  check("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", "Größe = 5", true);
  check("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", "日本", true);
  check("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", "a#b", false);
  check("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)", "\xF0\x9F\x8D\x95", false);
  check("\\p{Print}+", "a~", true);
  check("\\p{Lower}\\p{Upper}\\p{Digit}", "aB1", true);
  check("[\\p{Alpha}_]+", "a_Z", true);
  check("\\p{Punct}", "a", false);
  check("\\Qt2.micro(a|b)\\E+", "t2.micro(a|b))", true);
  check("\\Q.\\E", "x", false);
  check("a\\Qb", "ab", true);
  check("\\\\Q", "\\Q", true);
  check("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*",
        "\xF0\x9F\x8D\x95\n", true);
  check("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+", "ÿ", true);
  check("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+", "Ā", false);
}

TEST(Pattern, LookAheadAnchorsAndCase) {
  check("^(?!aws:).*$", "aws:x", false);
  check("^(?!aws:).*$", "user:x", true);
  check("^(?=.{3,5}$)[a-z]+", "abcd", true);
  check("^(?=.{3,5}$)[a-z]+", "abcdef", false);
  check("([a-z]|-(?!-))+", "a-b", true);
  check("([a-z]|-(?!-))+", "a--b", false);
  check("(?i)all|[0-9]{3}", "ALL", true);
  check("a\\b.b", "a b", true);
  check("a\\bb", "ab", false);
}

TEST(Pattern, WhatIsNotSupportedDoesNotCompile) {
  for (const char* expression : {"(a", "a)", "[a", "*a", "a{3,2}", "a{x}", "(a)\\1", "[a&&b]",
                                 "(?<=a)b", "\\q", "[b-a]", "a{1000}{1000}"}) {
    EXPECT_FALSE(Pattern::compile(expression)) << expression;
  }
  EXPECT_FALSE(Pattern::compile(std::string(1000, '(') + std::string(1000, ')')));
}

TEST(Pattern, NoTextMakesItSlow) {
  const std::string text(5'000, 'a');
  check("(a*)*b", text, false);
  check("(a|aa)+$", text, true);
  check("(a?){50}a{50}", std::string(50, 'a'), true);
  check("([a-z]{1,100}){1,3}x", text, false);
}

}  // namespace
}  // namespace berth
