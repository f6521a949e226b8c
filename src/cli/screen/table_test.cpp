#include "cli/screen/table.hpp"

#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace berth::cli {
namespace {

TEST(table, pads_columns_to_their_widest_cell) {
  EXPECT_EQ(table({{"TASK", "STATUS"}, {"0123456789", "RUNNING"}, {"1", ""}}),
            "TASK        STATUS\n0123456789  RUNNING\n1           \n");
}

TEST(table, pads_by_code_points) {
  EXPECT_EQ(table({{"größe", "x"}, {"123456", "y"}}), "größe   x\n123456  y\n");
}

TEST(table, shows_nothing_that_moves_the_cursor) {
  EXPECT_EQ(table({{"a\nb\x1b[2J", "c"}}), "a b [2J  c\n");
}

TEST(facts, leaves_out_what_is_empty) {
  EXPECT_EQ(facts({{"Task", "ab"}, {"Reason", ""}}), "Task  ab\n");
}

TEST(printable, blanks_control_characters_and_what_is_no_utf8) {
  EXPECT_EQ(printable("grüße €"), "grüße €");
  EXPECT_EQ(printable("a\tb\x7f\r\n"), "a b   ");
  EXPECT_EQ(printable("a\xc2\x9b\x31m"), "a 1m");
  EXPECT_EQ(printable("a\xff\x62\xe2\x82"), "a b  ");
}

TEST(environment, exports_what_aws_clients_read) {
  wire::Credentials key;
  key.access_key_id = "AKIA1";
  key.secret_access_key = Secret("s");
  EXPECT_EQ(environment("http://127.0.0.1:6420", "eu-west-1", key),
            "export AWS_ENDPOINT_URL=http://127.0.0.1:6420\n"
            "export AWS_ACCESS_KEY_ID=AKIA1\n"
            "export AWS_SECRET_ACCESS_KEY=s\n"
            "export AWS_REGION=eu-west-1\n"
            "export AWS_DEFAULT_REGION=eu-west-1\n");
}

}  // namespace
}  // namespace berth::cli
