// DescribeVpcs, DescribeSubnets, DescribeSecurityGroups and the lazy creation of what they show.
#include "api/network.hpp"

#include <set>

#include <gtest/gtest.h>

#include "api/testing/desk.hpp"
#include "gen/ec2/operations.hpp"

namespace berth::api::ec2 {
namespace {

using Filters = std::vector<gen::ec2::Filter>;

class Ec2Network : public ::testing::Test {
 protected:
  static std::optional<Filters> by(std::string name, std::vector<std::string> values) {
    return Filters{{.name = std::move(name), .values = std::move(values)}};
  }
  std::string vpc_id() { return *desk_.expect(describe_vpcs, {}).vpcs->at(0).vpc_id; }

  testing::Desk desk_;
};

TEST_F(Ec2Network, ShowsADefaultVpcWithThreeSubnetsAndKeepsIt) {
  const auto vpcs = desk_.expect(describe_vpcs, {}).vpcs;
  ASSERT_EQ(vpcs->size(), 1U);
  EXPECT_EQ(vpcs->at(0).cidr_block, "172.31.0.0/16");
  EXPECT_EQ(vpcs->at(0).is_default, true);
  EXPECT_EQ(desk_.state.vpcs().size(), 1U);
  const auto subnets = desk_.expect(describe_subnets, {}).subnets;
  ASSERT_EQ(subnets->size(), 3U);
  std::set<std::string> zones;
  for (const auto& subnet : *subnets) {
    zones.insert(*subnet.availability_zone);
    EXPECT_EQ(subnet.vpc_id, vpcs->at(0).vpc_id);
    EXPECT_EQ(subnet.available_ip_address_count, 4096 - 11);
  }
  EXPECT_EQ(zones, (std::set<std::string>{"us-east-1a", "us-east-1b", "us-east-1c"}));
  EXPECT_EQ(desk_.expect(describe_vpcs, {}).vpcs, vpcs);
}

TEST_F(Ec2Network, IsTheSameWhicheverOperationLooksFirst) {
  const auto subnets = desk_.expect(describe_subnets, {}).subnets;
  testing::Desk other;
  other.expect(describe_security_groups, {});
  EXPECT_EQ(other.expect(describe_subnets, {}).subnets, subnets);
}

TEST_F(Ec2Network, GivesEachRealmItsOwnRange) {
  desk_.expect(describe_vpcs, {});
  desk_.stamp.realm.region = "eu-west-1";
  const auto vpcs = desk_.expect(describe_vpcs, {}).vpcs;
  ASSERT_EQ(vpcs->size(), 1U);
  EXPECT_EQ(vpcs->at(0).cidr_block, "10.31.0.0/16");
  EXPECT_EQ(desk_.state.vpcs().size(), 2U);
}

TEST_F(Ec2Network, FindsByIdAndRefusesIdsThatDoNotExist) {
  EXPECT_EQ(desk_.expect(describe_vpcs, {.vpc_ids = {{vpc_id()}}}).vpcs->size(), 1U);
  const auto check = [](const Error& refusal, ErrorCode code, std::string_view message) {
    EXPECT_EQ(refusal.code, code);
    EXPECT_EQ(refusal.message, message);
  };
  check(desk_.refusal(describe_vpcs, {.vpc_ids = {{"vpc-no"}}}),
        ErrorCode::invalid_vpc_id_not_found, "The vpc ID 'vpc-no' does not exist");
  check(desk_.refusal(describe_subnets, {.subnet_ids = {{"subnet-no"}}}),
        ErrorCode::invalid_subnet_id_not_found, "The subnet ID 'subnet-no' does not exist");
  check(desk_.refusal(describe_security_groups, {.group_ids = {{"sg-no"}}}),
        ErrorCode::invalid_group_not_found, "The security group 'sg-no' does not exist");
  check(desk_.refusal(describe_security_groups, {.group_names = {{"no"}}}),
        ErrorCode::invalid_group_not_found,
        "The security group 'no' does not exist in default VPC '" + vpc_id() + "'");
  check(desk_.refusal(describe_vpcs, {.dry_run = true}), ErrorCode::unsupported_operation,
        "Berth does not support the request member 'DryRun'.");
}

TEST_F(Ec2Network, FiltersSubnets) {
  const auto check = [&](std::string name, std::vector<std::string> values, std::size_t count) {
    const auto answer = desk_.expect(describe_subnets, {.filters = by(name, values)});
    EXPECT_EQ(answer.subnets->size(), count) << name;
  };
  check("vpc-id", {vpc_id()}, 3);
  check("vpc-id", {"vpc-no"}, 0);
  check("availability-zone", {"us-east-1a"}, 1);
  check("availability-zone", {"us-east-1a", "us-east-1b"}, 2);
  check("availability-zone", {"us-east-*"}, 3);
  check("availability-zone-id", {"use1-az?"}, 3);
  check("cidr-block", {"172.31.16.0/20"}, 1);
  check("default-for-az", {"true"}, 3);
  check("defaultForAz", {"false"}, 0);
  check("state", {"available"}, 3);
  check("tag:Name", {"*"}, 0);
  const auto both =
      desk_.expect(describe_subnets,
                   {.filters = Filters{{.name = "vpc-id", .values = {{vpc_id()}}},
                                       {.name = "availability-zone", .values = {{"us-east-1c"}}}}});
  EXPECT_EQ(both.subnets->size(), 1U);
}

TEST_F(Ec2Network, FiltersVpcsAndSecurityGroups) {
  EXPECT_EQ(desk_.expect(describe_vpcs, {.filters = by("is-default", {"true"})}).vpcs->size(), 1U);
  EXPECT_EQ(desk_.expect(describe_vpcs, {.filters = by("isDefault", {"false"})}).vpcs->size(), 0U);
  const auto groups =
      desk_.expect(describe_security_groups, {.filters = by("group-name", {"default"})});
  ASSERT_EQ(groups.security_groups->size(), 1U);
  EXPECT_EQ(groups.security_groups->at(0).ip_permissions_egress->at(0).ip_ranges->at(0).cidr_ip,
            "0.0.0.0/0");
}

TEST_F(Ec2Network, RefusesFiltersThatItDoesNotKnow) {
  const auto refusal = desk_.refusal(describe_subnets, {.filters = by("colour", {"red"})});
  EXPECT_EQ(refusal.code, ErrorCode::invalid_parameter_value);
  EXPECT_EQ(refusal.message, "The filter 'colour' is invalid");
  EXPECT_EQ(desk_.refusal(describe_vpcs, {.filters = Filters{{}}}).message,
            "The filter 'null' is invalid");
}

TEST_F(Ec2Network, AnswersInPages) {
  gen::ec2::DescribeSubnetsRequest request{.max_results = 2};
  std::set<std::string> ids;
  int pages = 0;
  do {
    const auto answer = desk_.expect(describe_subnets, request);
    for (const auto& subnet : *answer.subnets) EXPECT_TRUE(ids.insert(*subnet.subnet_id).second);
    request.next_token = answer.next_token;
    ++pages;
  } while (request.next_token);
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_EQ(pages, 2);
  request.next_token = "nonsense";
  EXPECT_EQ(desk_.refusal(describe_subnets, request).code, ErrorCode::invalid_parameter_value);
}

}  // namespace
}  // namespace berth::api::ec2
