#include <gtest/gtest.h>

#include "api/testing/desk.hpp"
#include "gen/sts/operations.hpp"

namespace berth::api::sts {
namespace {

TEST(CallerIdentity, IsThePrincipalThatSigned) {
  testing::Desk desk;
  const auto root = desk.expect(get_caller_identity, {});
  EXPECT_EQ(root.account, "000000000000");
  EXPECT_EQ(root.arn, "arn:aws:iam::000000000000:root");
  EXPECT_EQ(root.user_id, "000000000000");
  desk.stamp.principal_arn = "arn:aws:iam::000000000000:user/ops/ann";
  EXPECT_EQ(desk.expect(get_caller_identity, {}).user_id, "ann");
}

TEST(CallerIdentity, RefusesOtherOperationsByName) {
  testing::Desk desk;
  EXPECT_EQ(desk.refusal(assume_role, {}).message,
            "Berth does not support the operation AssumeRole.");
}

}  // namespace
}  // namespace berth::api::sts
