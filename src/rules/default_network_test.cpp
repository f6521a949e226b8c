#include "rules/default_network.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

const model::Realm realm{"000000000000", "us-east-1"};

TEST(DefaultNetwork, IsA16WithASubnetInEachOfThreeZones) {
  const auto plan = *plan_default_network(realm, {});
  EXPECT_EQ(plan.vpc.cidr_block, "172.31.0.0/16");
  EXPECT_TRUE(plan.vpc.is_default);
  ASSERT_EQ(plan.subnets.size(), 3U);
  EXPECT_EQ(plan.subnets[0].cidr_block, "172.31.0.0/20");
  EXPECT_EQ(plan.subnets[1].cidr_block, "172.31.16.0/20");
  EXPECT_EQ(plan.subnets[2].cidr_block, "172.31.32.0/20");
  EXPECT_EQ(plan.subnets[2].availability_zone, "us-east-1c");
  EXPECT_EQ(plan.subnets[2].availability_zone_id, "use1-az3");
  EXPECT_EQ(plan.security_group.name, "default");
  for (const auto& subnet : plan.subnets) EXPECT_EQ(subnet.vpc_id, plan.vpc.id);
}

TEST(DefaultNetwork, DerivesItsIdsFromTheRealmAlone) {
  const auto first = *plan_default_network(realm, {});
  const auto again = *plan_default_network(realm, {"172.31.0.0/16"});
  const auto other = *plan_default_network({"000000000000", "us-east-2"}, {});
  EXPECT_EQ(first.vpc.id, again.vpc.id);
  EXPECT_EQ(first.subnets[1].id, again.subnets[1].id);
  EXPECT_NE(first.vpc.id, other.vpc.id);
  EXPECT_EQ(first.vpc.id.text().size(), std::string("vpc-").size() + 17);
  EXPECT_NE(model::bridge_name(first.vpc.id), model::bridge_name(other.vpc.id));
}

TEST(DefaultNetwork, GivesEachRealmARangeOfItsOwnUntilNoneIsLeft) {
  std::set<std::string> taken;
  std::vector<std::string> given;
  while (const auto plan = plan_default_network(realm, taken)) {
    ASSERT_TRUE(taken.insert(plan->vpc.cidr_block).second);
    given.push_back(plan->vpc.cidr_block);
  }
  ASSERT_EQ(given.size(), 257U);
  EXPECT_EQ(given[1], "10.31.0.0/16");
  EXPECT_EQ(given[2], "10.32.0.0/16");
}

TEST(DefaultNetwork, NamesZoneIdsAsEc2Does) {
  const auto check = [](std::string_view region, std::string_view id) {
    EXPECT_EQ(zones_of(region).front().id, id) << region;
  };
  check("us-east-1", "use1-az1");
  check("us-west-2", "usw2-az1");
  check("eu-central-1", "euc1-az1");
  check("ap-southeast-2", "apse2-az1");
  check("ap-northeast-1", "apne1-az1");
  check("us-gov-west-1", "usgw1-az1");
  check("cn-north-1", "cnn1-az1");
  check("cn-northwest-1", "cnnw1-az1");
  check("ap-south-1", "aps1-az1");
}

}  // namespace
}  // namespace berth::rules
