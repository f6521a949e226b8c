#include <gtest/gtest.h>

#include "cli/command.hpp"

namespace berth::cli {
namespace {

TEST(table, pads_columns_to_their_widest_cell) {
  EXPECT_EQ(table({{"TASK", "STATUS"}, {"0123456789", "RUNNING"}, {"1", ""}}),
            "TASK        STATUS\n0123456789  RUNNING\n1           \n");
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
