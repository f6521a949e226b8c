#include "cli/screen/fit.hpp"

#include <gtest/gtest.h>

namespace berth::cli {
namespace {

TEST(cut_line, keeps_as_many_code_points_as_there_are_columns) {
  EXPECT_EQ(cut_line("größe", 5), "größe");
  EXPECT_EQ(cut_line("größer", 5), "größ…");
  EXPECT_EQ(cut_line("abc", 1), "…");
  EXPECT_EQ(cut_line("abc", 0), "");
}

TEST(fit, leaves_alone_what_has_room) {
  EXPECT_EQ(fit({{"a\nb\n"}, {"c\n"}}, {4, 10}), "a\nb\nc\n");
}

TEST(fit, shares_the_rows_and_says_what_is_left_out) {
  EXPECT_EQ(fit({{"a\n"}, {"1\n2\n3\n4\n5\n"}, {"v\nw\nx\ny\n", Keep::last}}, {8, 10}),
            "a\n1\n2\n… 3 more\n… 2 more\nx\ny\n");
}

TEST(fit, cuts_lines_to_the_columns) { EXPECT_EQ(fit({{"abcdef\n"}}, {2, 4}), "abc…\n"); }

TEST(fit, shows_nothing_where_there_is_no_room) {
  EXPECT_EQ(fit({{"a\n"}, {"b\nc\n"}}, {1, 80}), "");
}

}  // namespace
}  // namespace berth::cli
