#include <gtest/gtest.h>

#include "api/testing/elbv2_fixture.hpp"

namespace berth::api::elbv2 {
namespace {

using TargetGroups = testing::Elbv2Fixture;
using gen::elbv2::ProtocolEnum;
using gen::elbv2::TargetTypeEnum;

TEST_F(TargetGroups, HaveTheDefaultsOfAnApplicationLoadBalancer) {
  auto request = target_group_request();
  request.target_type.reset();
  const auto shown = desk_.expect(create_target_group, request).target_groups->at(0);
  EXPECT_TRUE(shown.target_group_arn->starts_with(
      "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/"));
  EXPECT_EQ(shown.target_type, TargetTypeEnum::instance);
  EXPECT_EQ(shown.health_check_port, "traffic-port");
  EXPECT_EQ(shown.health_check_path, "/");
  EXPECT_EQ(shown.health_check_interval_seconds, 30);
  EXPECT_EQ(shown.health_check_timeout_seconds, 5);
  EXPECT_EQ(shown.healthy_threshold_count, 5);
  EXPECT_EQ(shown.unhealthy_threshold_count, 2);
  EXPECT_EQ(shown.matcher->http_code, "200");
  EXPECT_EQ(shown.protocol_version, "HTTP1");
  EXPECT_TRUE(shown.load_balancer_arns->empty());
}

TEST_F(TargetGroups, AreCreatedOnceUnderTheSameNameAndSettings) {
  const auto arn = make_target_group();
  EXPECT_EQ(make_target_group(), arn);
  auto other = target_group_request();
  other.port = 81;
  EXPECT_EQ(desk_.refusal(create_target_group, other).message,
            "A target group with the same name 'web' exists, but with different settings");
}

TEST_F(TargetGroups, RefuseWhatAwsRefuses) {
  const auto check = [&](auto change, std::string_view message) {
    auto request = target_group_request();
    change(request);
    const auto refusal = desk_.refusal(create_target_group, request);
    EXPECT_EQ(refusal.code, ErrorCode::validation) << refusal.message;
    EXPECT_EQ(refusal.message, message);
  };
  check([](auto& request) { request.name = std::string(33, 'a'); },
        "Target group name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' cannot be longer than '32' "
        "characters");
  check([](auto& request) { request.protocol.reset(); }, "A protocol must be specified");
  check([](auto& request) { request.port.reset(); }, "A port must be specified");
  check([](auto& request) { request.vpc_id.reset(); }, "A VPC ID must be specified");
  check([](auto& request) { request.vpc_id = "vpc-no"; }, "The VPC ID 'vpc-no' is not found");
  check([](auto& request) { request.health_check_interval_seconds = 5; },
        "Health check timeout '5' must be smaller than the interval '5'");
  check([](auto& request) { request.health_check_port = "70000"; },
        "Health check port '70000' must be 'traffic-port' or a port from '1-65535'");
  check([](auto& request) { request.health_check_path = "health"; },
        "Health check path 'health' must start with '/'");
  check([](auto& request) { request.matcher = gen::elbv2::Matcher{.http_code = "500"}; },
        "Health check matcher HTTP code '500' must be within '200-499' inclusive");
}

TEST_F(TargetGroups, RefuseByNameWhatBerthDoesNotHonour) {
  const auto check = [&](auto change, std::string_view named) {
    auto request = target_group_request();
    change(request);
    const auto refusal = desk_.refusal(create_target_group, request);
    EXPECT_EQ(refusal.code, ErrorCode::unsupported_operation);
    EXPECT_NE(refusal.message.find(named), std::string::npos) << refusal.message;
  };
  check([](auto& request) { request.target_type = TargetTypeEnum::lambda; }, "'lambda'");
  check([](auto& request) { request.target_type = TargetTypeEnum::alb; }, "'alb'");
  check([](auto& request) { request.protocol = ProtocolEnum::https; }, "'HTTPS'");
  check([](auto& request) { request.protocol = ProtocolEnum::tcp; }, "'TCP'");
  check([](auto& request) { request.protocol_version = "GRPC"; }, "'GRPC'");
  check([](auto& request) { request.health_check_protocol = ProtocolEnum::https; },
        "HealthCheckProtocol");
  check([](auto& request) { request.matcher = gen::elbv2::Matcher{.grpc_code = "12"}; },
        "Matcher.GrpcCode");
  check([](auto& request) { request.target_control_port = 3000; }, "TargetControlPort");
}

TEST_F(TargetGroups, ChangeOnlyWhatModifyNames) {
  const auto arn = make_target_group();
  desk_.expect(register_targets, {.target_group_arn = arn, .targets = {{.id = "172.31.0.20"}}});
  const auto shown = desk_
                         .expect(modify_target_group, {.target_group_arn = arn,
                                                       .health_check_path = "/health",
                                                       .health_check_interval_seconds = 10})
                         .target_groups->at(0);
  EXPECT_EQ(shown.health_check_path, "/health");
  EXPECT_EQ(shown.health_check_interval_seconds, 10);
  EXPECT_EQ(shown.healthy_threshold_count, 5);
  EXPECT_EQ(group(arn).targets.size(), 1U) << "targets stay";
  EXPECT_EQ(desk_
                .refusal(modify_target_group,
                         {.target_group_arn = arn, .health_check_timeout_seconds = 10})
                .message,
            "Health check timeout '10' must be smaller than the interval '10'");
}

TEST_F(TargetGroups, AreDescribedByNameArnOrLoadBalancer) {
  const auto used = make_target_group("used");
  const auto spare = make_target_group("spare");
  const auto load_balancer = make_load_balancer();
  make_listener(load_balancer, used);
  const auto arns = [](const auto& answer) {
    std::vector<std::string> all;
    for (const auto& shown : *answer.target_groups) all.push_back(*shown.target_group_arn);
    return all;
  };
  EXPECT_EQ(arns(desk_.expect(describe_target_groups, {})), (std::vector{spare, used}));
  EXPECT_EQ(arns(desk_.expect(describe_target_groups, {.names = {{"spare"}}})), std::vector{spare});
  const auto behind = desk_.expect(describe_target_groups, {.load_balancer_arn = load_balancer});
  EXPECT_EQ(arns(behind), std::vector{used});
  EXPECT_EQ(behind.target_groups->at(0).load_balancer_arns, std::vector{load_balancer});
  EXPECT_EQ(desk_.refusal(describe_target_groups, {.names = {{"none"}}}).message,
            "One or more target groups not found");
  EXPECT_EQ(
      desk_.refusal(describe_target_groups, {.target_group_arns = {{used}}, .names = {{"used"}}})
          .code,
      ErrorCode::validation);
}

TEST_F(TargetGroups, AreNotDeletedWhileAListenerForwardsToThem) {
  const auto arn = make_target_group();
  const auto listener = make_listener(make_load_balancer(), arn);
  const auto refusal = desk_.refusal(delete_target_group, {.target_group_arn = arn});
  EXPECT_EQ(refusal.code, ErrorCode::elb_resource_in_use);
  EXPECT_EQ(refusal.message,
            "Target group '" + arn + "' is currently in use by a listener or a rule");
  desk_.expect(delete_listener, {.listener_arn = listener});
  desk_.expect(delete_target_group, {.target_group_arn = arn});
  desk_.expect(delete_target_group, {.target_group_arn = arn});
  EXPECT_TRUE(desk_.state.target_groups().empty());
}

TEST_F(TargetGroups, KeepTheirAttributes) {
  const auto arn = make_target_group();
  const auto changed =
      desk_.expect(modify_target_group_attributes,
                   {.target_group_arn = arn,
                    .attributes = {{.key = "deregistration_delay.timeout_seconds", .value = "5"}}});
  EXPECT_EQ(changed.attributes->at(0).value, "5");
  EXPECT_EQ(deregistration_delay(group(arn)), std::chrono::seconds{5});
  EXPECT_EQ(desk_.expect(describe_target_group_attributes, {.target_group_arn = arn}).attributes,
            changed.attributes);
  EXPECT_EQ(desk_
                .refusal(modify_target_group_attributes,
                         {.target_group_arn = arn,
                          .attributes = {{.key = "stickiness.enabled", .value = "true"}}})
                .code,
            ErrorCode::unsupported_operation);
}

}  // namespace
}  // namespace berth::api::elbv2
