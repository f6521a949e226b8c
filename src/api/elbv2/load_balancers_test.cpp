#include <gtest/gtest.h>

#include "api/testing/elbv2_fixture.hpp"
#include "base/text.hpp"

namespace berth::api::elbv2 {
namespace {

using LoadBalancers = testing::Elbv2Fixture;
using gen::elbv2::CreateLoadBalancerInput;

TEST_F(LoadBalancers, HaveNamesZonesAndAddressesOfTheirOwn) {
  const auto answer = desk_.expect(create_load_balancer, load_balancer_request());
  const auto& shown = answer.load_balancers->at(0);
  EXPECT_TRUE(shown.load_balancer_arn->starts_with(
      "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/web/"));
  EXPECT_TRUE(shown.dns_name->starts_with("web-"));
  EXPECT_TRUE(shown.dns_name->ends_with(".us-east-1.elb.localhost"));
  EXPECT_EQ(shown.dns_name->size(), std::string("web-1234567890.us-east-1.elb.localhost").size());
  EXPECT_EQ(shown.scheme, gen::elbv2::LoadBalancerSchemeEnum::internet_facing);
  EXPECT_EQ(shown.state->code, gen::elbv2::LoadBalancerStateEnum::active);
  EXPECT_EQ(shown.security_groups, std::vector{network().group.id.text()});
  ASSERT_EQ(shown.availability_zones->size(), 2U);
  EXPECT_EQ(shown.availability_zones->at(1).zone_name, "us-east-1b");

  const auto& row = desk_.state.load_balancers().begin()->second;
  const auto subnets = network().subnets;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto range = *model::Cidr::parse(subnets[i].cidr_block);
    EXPECT_TRUE(range.contains(*model::parse_ipv4(row.zones[i].address)));
  }
  EXPECT_TRUE(row.loopback_address.starts_with("127."));
  EXPECT_EQ(desk_.state.addresses_in(row.vpc_id).size(), 2U);
  EXPECT_NE(desk_.state.default_vpc(desk_.stamp.realm), nullptr) << "the VPC came with it";
}

TEST_F(LoadBalancers, NeverShareAnAddress) {
  std::set<std::string> addresses;
  for (int i = 0; i < 40; ++i) make_load_balancer("web" + std::to_string(i));
  for (const auto& [arn, row] : desk_.state.load_balancers()) {
    EXPECT_TRUE(addresses.insert(row.loopback_address).second);
    for (const auto& zone : row.zones) EXPECT_TRUE(addresses.insert(zone.address).second);
  }
  EXPECT_EQ(addresses.size(), 120U);
}

TEST_F(LoadBalancers, StayInsideWhenInternal) {
  auto request = load_balancer_request();
  request.scheme = gen::elbv2::LoadBalancerSchemeEnum::internal;
  const auto shown = desk_.expect(create_load_balancer, request).load_balancers->at(0);
  EXPECT_TRUE(shown.dns_name->starts_with("internal-web-"));
  EXPECT_EQ(desk_.state.load_balancers().begin()->second.loopback_address, "");
}

TEST_F(LoadBalancers, AreCreatedOnceUnderTheSameNameAndSettings) {
  const auto arn = make_load_balancer();
  EXPECT_EQ(make_load_balancer(), arn);
  auto other = load_balancer_request();
  other.scheme = gen::elbv2::LoadBalancerSchemeEnum::internal;
  const auto refusal = desk_.refusal(create_load_balancer, other);
  EXPECT_EQ(refusal.code, ErrorCode::duplicate_load_balancer_name);
  EXPECT_EQ(refusal.message,
            "A load balancer with the same name 'web' exists, but with different settings");
  EXPECT_EQ(desk_.state.load_balancers().size(), 1U);
}

TEST_F(LoadBalancers, RefuseWhatAwsRefuses) {
  const auto check = [&](auto change, ErrorCode code, std::string_view message) {
    auto request = load_balancer_request();
    change(request);
    const auto refusal = desk_.refusal(create_load_balancer, request);
    EXPECT_EQ(refusal.code, code) << refusal.message;
    EXPECT_EQ(refusal.message, message);
  };
  check([](auto& request) { request.name = std::string(33, 'a'); }, ErrorCode::validation,
        "The load balancer name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' cannot be longer than '32' "
        "characters");
  check([](auto& request) { request.name = "my_web"; }, ErrorCode::validation,
        "The load balancer name 'my_web' can only contain characters that are alphanumeric "
        "characters and hyphens(-)");
  check([](auto& request) { request.name = "internal-web"; }, ErrorCode::validation,
        "The load balancer name 'internal-web' cannot begin with 'internal-'");
  check([](auto& request) { request.subnets->resize(1); }, ErrorCode::validation,
        "At least two subnets in two different Availability Zones must be specified");
  check([](auto& request) { request.subnets->push_back("subnet-no"); }, ErrorCode::subnet_not_found,
        "The subnet ID 'subnet-no' does not exist");
  check([](auto& request) { request.subnets->at(1) = request.subnets->at(0); },
        ErrorCode::invalid_configuration_request,
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
  check([](auto& request) { request.security_groups = {"sg-no"}; },
        ErrorCode::invalid_security_group, "One or more security groups are invalid: 'sg-no'");
  check(
      [](auto& request) {
        request.tags = {{.key = "a", .value = "1"}, {.key = "a", .value = "2"}};
      },
      ErrorCode::duplicate_tag_keys, "Tag key was specified more than once: a");
}

TEST_F(LoadBalancers, RefuseByNameWhatBerthDoesNotHonour) {
  const auto check = [&](auto change, std::string_view member) {
    auto request = load_balancer_request();
    change(request);
    const auto refusal = desk_.refusal(create_load_balancer, request);
    EXPECT_EQ(refusal.code, ErrorCode::unsupported_operation);
    EXPECT_NE(refusal.message.find(member), std::string::npos) << refusal.message;
  };
  using gen::elbv2::LoadBalancerTypeEnum;
  check([](auto& request) { request.type = LoadBalancerTypeEnum::network; }, "'network'");
  check([](auto& request) { request.type = LoadBalancerTypeEnum::gateway; }, "'gateway'");
  check([](auto& request) { request.ip_address_type = gen::elbv2::IpAddressType::dualstack; },
        "IpAddressType");
  check([](auto& request) { request.ipam_pools.emplace(); }, "IpamPools");
  check(
      [](auto& request) {
        request.subnet_mappings.emplace().push_back(
            {.subnet_id = request.subnets->at(0), .allocation_id = "eipalloc-1"});
        request.subnets.reset();
      },
      "SubnetMappings.AllocationId");
}

TEST_F(LoadBalancers, AcceptSubnetMappingsInPlaceOfSubnets) {
  auto request = load_balancer_request();
  auto& mappings = request.subnet_mappings.emplace();
  for (const auto& id : *request.subnets) mappings.push_back({.subnet_id = id});
  EXPECT_EQ(desk_.refusal(create_load_balancer, request).code, ErrorCode::validation);
  request.subnets.reset();
  desk_.expect(create_load_balancer, request);
}

TEST_F(LoadBalancers, AreDescribedByNameByArnAndInPages) {
  for (const auto* name : {"a", "b", "c"}) make_load_balancer(name);
  const auto names = [](const auto& answer) {
    std::string joined;
    for (const auto& shown : *answer.load_balancers) joined += *shown.load_balancer_name;
    return joined;
  };
  EXPECT_EQ(names(desk_.expect(describe_load_balancers, {})), "abc");
  EXPECT_EQ(names(desk_.expect(describe_load_balancers, {.names = {{"b"}}})), "b");
  const auto first = desk_.expect(describe_load_balancers, {.page_size = 2});
  EXPECT_EQ(names(first), "ab");
  ASSERT_TRUE(first.next_marker);
  const auto second =
      desk_.expect(describe_load_balancers, {.marker = first.next_marker, .page_size = 2});
  EXPECT_EQ(names(second), "c");
  EXPECT_FALSE(second.next_marker);

  EXPECT_EQ(desk_.refusal(describe_load_balancers, {.names = {{"b", "z"}}}).message,
            "One or more load balancers not found");
  EXPECT_EQ(desk_.refusal(describe_load_balancers, {.load_balancer_arns = {{"web"}}}).message,
            "'web' is not a valid load balancer ARN");
}

TEST_F(LoadBalancers, OfOneRealmAreNotSeenInAnother) {
  const auto arn = make_load_balancer();
  desk_.stamp.realm.region = "eu-west-1";
  EXPECT_TRUE(desk_.expect(describe_load_balancers, {}).load_balancers->empty());
  EXPECT_EQ(desk_.refusal(describe_load_balancers, {.load_balancer_arns = {{arn}}}).code,
            ErrorCode::load_balancer_not_found);
  make_load_balancer();
  EXPECT_EQ(desk_.state.load_balancers().size(), 2U);
}

TEST_F(LoadBalancers, TakeTheirListenersWithThemButNotTheTargetGroups) {
  const auto arn = make_load_balancer();
  make_listener(arn, make_target_group());
  desk_.expect(delete_load_balancer, {.load_balancer_arn = arn});
  EXPECT_TRUE(desk_.state.load_balancers().empty());
  EXPECT_TRUE(desk_.state.listeners().empty());
  EXPECT_EQ(desk_.state.target_groups().size(), 1U);
  desk_.expect(delete_load_balancer, {.load_balancer_arn = arn});
  EXPECT_EQ(desk_.refusal(delete_load_balancer, {.load_balancer_arn = "web"}).code,
            ErrorCode::validation);
}

TEST_F(LoadBalancers, AreKeptByDeletionProtection) {
  const auto arn = make_load_balancer();
  desk_.expect(modify_load_balancer_attributes,
               {.load_balancer_arn = arn,
                .attributes = {{.key = "deletion_protection.enabled", .value = "true"}}});
  const auto refusal = desk_.refusal(delete_load_balancer, {.load_balancer_arn = arn});
  EXPECT_EQ(refusal.code, ErrorCode::operation_not_permitted);
  EXPECT_EQ(refusal.message,
            "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
}

TEST_F(LoadBalancers, AreLimitedToFifty) {
  for (int i = 0; i < 50; ++i) make_load_balancer("web" + std::to_string(i));
  EXPECT_EQ(desk_.refusal(create_load_balancer, load_balancer_request("one-more")).code,
            ErrorCode::too_many_load_balancers);
}

}  // namespace
}  // namespace berth::api::elbv2
