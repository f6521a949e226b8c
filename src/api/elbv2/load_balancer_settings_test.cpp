#include <map>

#include <gtest/gtest.h>

#include "api/testing/elbv2_fixture.hpp"

namespace berth::api::elbv2 {
namespace {

using LoadBalancerSettings = testing::Elbv2Fixture;

TEST_F(LoadBalancerSettings, SetSubnetsKeepsTheAddressesOfSubnetsThatStay) {
  const auto arn = make_load_balancer();
  const auto before = desk_.state.load_balancers().begin()->second.zones;
  const auto subnets = network().subnets;
  const auto answer = desk_.expect(
      set_subnets, {.load_balancer_arn = arn,
                    .subnets = std::vector{subnets[1].id.text(), subnets[2].id.text()}});
  EXPECT_EQ(answer.availability_zones->at(1).zone_name, "us-east-1c");
  const auto& row = desk_.state.load_balancers().begin()->second;
  EXPECT_EQ(row.zones[0].address, before[1].address);
  EXPECT_EQ(desk_.state.addresses_in(row.vpc_id).size(), 2U) << "the old address is free again";
}

TEST_F(LoadBalancerSettings, SetSecurityGroupsChecksThem) {
  const auto arn = make_load_balancer();
  const auto group = network().group.id.text();
  EXPECT_EQ(
      desk_.expect(set_security_groups, {.load_balancer_arn = arn, .security_groups = {group}})
          .security_group_ids,
      std::vector{group});
  EXPECT_EQ(
      desk_.refusal(set_security_groups, {.load_balancer_arn = arn, .security_groups = {"sg-no"}})
          .code,
      ErrorCode::invalid_security_group);
  EXPECT_EQ(desk_.refusal(set_security_groups, {.load_balancer_arn = arn}).code,
            ErrorCode::validation);
}

TEST_F(LoadBalancerSettings, StayWithIpv4) {
  const auto arn = make_load_balancer();
  using gen::elbv2::IpAddressType;
  desk_.expect(set_ip_address_type,
               {.load_balancer_arn = arn, .ip_address_type = IpAddressType::ipv4});
  EXPECT_EQ(desk_
                .refusal(set_ip_address_type,
                         {.load_balancer_arn = arn, .ip_address_type = IpAddressType::dualstack})
                .code,
            ErrorCode::unsupported_operation);
}

TEST_F(LoadBalancerSettings, AnswersEveryAttributeWithItsDefault) {
  const auto arn = make_load_balancer();
  const auto describe = [&] {
    std::map<std::string, std::string> all;
    const auto answer = desk_.expect(describe_load_balancer_attributes, {.load_balancer_arn = arn});
    for (const auto& attribute : *answer.attributes) all[*attribute.key] = *attribute.value;
    return all;
  };
  EXPECT_EQ(describe().at("idle_timeout.timeout_seconds"), "60");
  EXPECT_EQ(describe().at("routing.http2.enabled"), "true");
  const auto changed =
      desk_.expect(modify_load_balancer_attributes,
                   {.load_balancer_arn = arn,
                    .attributes = {{.key = "idle_timeout.timeout_seconds", .value = "120"}}});
  EXPECT_EQ(changed.attributes->size(), describe().size());
  EXPECT_EQ(describe().at("idle_timeout.timeout_seconds"), "120");
  EXPECT_EQ(idle_timeout(desk_.state.load_balancers().begin()->second), std::chrono::minutes{2});

  const auto refusal =
      desk_.refusal(modify_load_balancer_attributes,
                    {.load_balancer_arn = arn,
                     .attributes = {{.key = "idle_timeout.timeout_seconds", .value = "5000"}}});
  EXPECT_EQ(refusal.message,
            "'idle_timeout.timeout_seconds' value '5000' must be between '1-4000' inclusive");
}

}  // namespace
}  // namespace berth::api::elbv2
