#include <gtest/gtest.h>

#include "api/testing/desk.hpp"
#include "gen/ec2/operations.hpp"

namespace berth::api::ec2 {
namespace {

TEST(Ec2Regions, ListsThePartitionOfTheCaller) {
  testing::Desk desk;
  const auto names = [&](std::string region) {
    desk.stamp.realm.region = std::move(region);
    std::vector<std::string> all;
    const auto answer = desk.expect(describe_regions, {});
    for (const auto& row : *answer.regions) all.push_back(*row.region_name);
    return all;
  };
  EXPECT_EQ(names("us-east-1").size(), 17U);
  EXPECT_EQ(names("cn-north-1"), (std::vector<std::string>{"cn-north-1", "cn-northwest-1"}));
  EXPECT_EQ(names("eu-south-7").size(), 18U) << "every region is served";

  desk.stamp.realm.region = "us-east-1";
  const auto one = desk.expect(describe_regions, {.region_names = {{"eu-west-1"}}}).regions;
  ASSERT_EQ(one->size(), 1U);
  EXPECT_EQ(one->at(0).endpoint, "127.0.0.1:6420");
  EXPECT_EQ(desk.refusal(describe_regions, {.region_names = {{"mars-1"}}}).message,
            "Invalid region provided: [mars-1]");
}

TEST(Ec2Regions, HaveThreeZones) {
  testing::Desk desk;
  const auto zones = desk.expect(describe_availability_zones, {}).availability_zones;
  ASSERT_EQ(zones->size(), 3U);
  EXPECT_EQ(zones->at(0).zone_name, "us-east-1a");
  EXPECT_EQ(zones->at(0).zone_id, "use1-az1");
  const std::vector<gen::ec2::Filter> filters{{.name = "zone-id", .values = {{"use1-az2"}}}};
  EXPECT_EQ(desk.expect(describe_availability_zones, {.filters = filters})
                .availability_zones->at(0)
                .zone_name,
            "us-east-1b");
  EXPECT_EQ(desk.refusal(describe_availability_zones, {.zone_names = {{"us-east-1z"}}}).message,
            "Invalid availability zone: [us-east-1z]");
}

TEST(Ec2Regions, TellsTheAccountItsDefaultVpc) {
  testing::Desk desk;
  using gen::ec2::AccountAttributeName;
  const auto all = desk.expect(describe_account_attributes, {}).account_attributes;
  EXPECT_GT(all->size(), 2U);
  const auto one = desk.expect(describe_account_attributes,
                               {.attribute_names = {{AccountAttributeName::default_vpc}}})
                       .account_attributes;
  ASSERT_EQ(one->size(), 1U);
  EXPECT_EQ(one->at(0).attribute_values->at(0).attribute_value,
            desk.state.vpcs().begin()->first.text());
}

TEST(Ec2Regions, RefusesOtherOperationsByName) {
  testing::Desk desk;
  EXPECT_EQ(desk.refusal(describe_instances, {}).message,
            "Berth does not support the operation DescribeInstances.");
}

}  // namespace
}  // namespace berth::api::ec2
