#include <gtest/gtest.h>

#include "api/testing/elbv2_fixture.hpp"

namespace berth::api::elbv2 {
namespace {

using Listeners = testing::Elbv2Fixture;
using gen::elbv2::Action;
using gen::elbv2::ActionTypeEnum;
using gen::elbv2::ProtocolEnum;

Action forward_to(std::vector<gen::elbv2::TargetGroupTuple> groups) {
  return {.type = ActionTypeEnum::forward,
          .forward_config = gen::elbv2::ForwardActionConfig{.target_groups = std::move(groups)}};
}

TEST_F(Listeners, ForwardToATargetGroupInEitherShape) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  const auto shown =
      desk_.expect(create_listener, listener_request(load_balancer, group)).listeners->at(0);
  const auto prefix = load_balancer.substr(load_balancer.find("/app/"));
  EXPECT_NE(shown.listener_arn->find(":listener" + prefix + "/"), std::string::npos);
  const auto& action = shown.default_actions->at(0);
  EXPECT_EQ(action.target_group_arn, group);
  EXPECT_EQ(action.forward_config->target_groups->at(0).target_group_arn, group);

  auto configured = listener_request(load_balancer, group, 81);
  configured.default_actions = {forward_to({{.target_group_arn = group, .weight = 5}})};
  EXPECT_EQ(desk_.expect(create_listener, configured)
                .listeners->at(0)
                .default_actions->at(0)
                .target_group_arn,
            group);
}

TEST_F(Listeners, AreCreatedOnceOnAPort) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  const auto arn = make_listener(load_balancer, group);
  EXPECT_EQ(make_listener(load_balancer, group), arn);
  const auto other = listener_request(load_balancer, make_target_group("other"));
  const auto refusal = desk_.refusal(create_listener, other);
  EXPECT_EQ(refusal.code, ErrorCode::duplicate_listener);
  EXPECT_EQ(refusal.message, "A listener already exists on this port for this load balancer '" +
                                 load_balancer + "'");
}

TEST_F(Listeners, RefuseOtherActionsByName) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  const auto check = [&](std::vector<Action> actions, ErrorCode code, std::string_view named) {
    auto request = listener_request(load_balancer, group);
    request.default_actions = std::move(actions);
    const auto refusal = desk_.refusal(create_listener, request);
    EXPECT_EQ(refusal.code, code) << refusal.message;
    EXPECT_NE(refusal.message.find(named), std::string::npos) << refusal.message;
  };
  constexpr auto unsupported = ErrorCode::unsupported_operation;
  check({{.type = ActionTypeEnum::redirect}}, unsupported, "'redirect'");
  check({{.type = ActionTypeEnum::fixed_response}}, unsupported, "'fixed-response'");
  check({{.type = ActionTypeEnum::authenticate_oidc}}, unsupported, "'authenticate-oidc'");
  check({forward_to({{.target_group_arn = group}, {.target_group_arn = group}})}, unsupported,
        "more than one target group");
  check({forward_to({{.target_group_arn = group, .weight = 0}})}, unsupported, "Weight");
  check({forward_to({{.target_group_arn = group, .weight = 1000}})}, ErrorCode::validation,
        "Target group weight '1000' must be between '0-999' inclusive");
  check({}, ErrorCode::validation, "A default action must be specified");
  check({{.type = ActionTypeEnum::forward}}, ErrorCode::validation,
        "A target group ARN must be specified");
  check({{.type = ActionTypeEnum::forward, .target_group_arn = "web"}}, ErrorCode::validation,
        "'web' is not a valid target group ARN");
  check({{.type = ActionTypeEnum::forward, .target_group_arn = group + "0"}},
        ErrorCode::target_group_not_found, "Target group '" + group + "0' not found");
  const Action forward{.type = ActionTypeEnum::forward, .target_group_arn = group};
  check({forward, forward}, ErrorCode::too_many_actions, "only one 'forward' action");
  auto sticky = forward_to({{.target_group_arn = group}});
  sticky.forward_config->target_group_stickiness_config.emplace().enabled = true;
  check({sticky}, unsupported, "TargetGroupStickinessConfig");
}

TEST_F(Listeners, SpeakHttpOnly) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  const auto check = [&](auto change, ErrorCode code, std::string_view named) {
    auto request = listener_request(load_balancer, group);
    change(request);
    const auto refusal = desk_.refusal(create_listener, request);
    EXPECT_EQ(refusal.code, code) << refusal.message;
    EXPECT_NE(refusal.message.find(named), std::string::npos) << refusal.message;
  };
  constexpr auto unsupported = ErrorCode::unsupported_operation;
  check([](auto& request) { request.protocol = ProtocolEnum::https; }, unsupported, "'HTTPS'");
  check([](auto& request) { request.protocol = ProtocolEnum::tcp; }, ErrorCode::validation, "TCP");
  check([](auto& request) { request.protocol.reset(); }, ErrorCode::validation,
        "A listener protocol must be specified");
  check([](auto& request) { request.port.reset(); }, ErrorCode::validation,
        "A listener port must be specified");
  check([](auto& request) { request.ssl_policy = "x"; }, unsupported, "SslPolicy");
  check([](auto& request) { request.certificates.emplace().emplace_back(); }, unsupported,
        "Certificates");
  check([](auto& request) { request.mutual_authentication.emplace().mode = "verify"; }, unsupported,
        "MutualAuthentication");
}

TEST_F(Listeners, OfTwoLoadBalancersDoNotShareATargetGroup) {
  const auto group = make_target_group();
  make_listener(make_load_balancer("a"), group);
  const auto other = listener_request(make_load_balancer("b"), group);
  const auto refusal = desk_.refusal(create_listener, other);
  EXPECT_EQ(refusal.code, ErrorCode::target_group_association_limit);
  EXPECT_EQ(refusal.message,
            "The following target groups cannot be associated with more than one load balancer: " +
                group);
}

TEST_F(Listeners, ChangePortAndGroup) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group(), other = make_target_group("other");
  const auto arn = make_listener(load_balancer, group);
  make_listener(load_balancer, group, 81);
  EXPECT_EQ(desk_.refusal(modify_listener, {.listener_arn = arn, .port = 81}).code,
            ErrorCode::duplicate_listener);
  const auto shown =
      desk_
          .expect(
              modify_listener,
              {.listener_arn = arn,
               .port = 8080,
               .default_actions = {{{.type = ActionTypeEnum::forward, .target_group_arn = other}}}})
          .listeners->at(0);
  EXPECT_EQ(shown.port, 8080);
  EXPECT_EQ(shown.default_actions->at(0).target_group_arn, other);
  EXPECT_EQ(desk_.state.listeners_to(model::TargetGroupArn(other)).size(), 1U);
}

TEST_F(Listeners, AreDescribedByArnOrLoadBalancer) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  const auto arn = make_listener(load_balancer, group);
  make_listener(load_balancer, group, 81);
  EXPECT_EQ(
      desk_.expect(describe_listeners, {.load_balancer_arn = load_balancer}).listeners->size(), 2U);
  EXPECT_EQ(desk_.expect(describe_listeners, {.listener_arns = {{arn}}}).listeners->size(), 1U);
  EXPECT_EQ(desk_.refusal(describe_listeners, {}).message,
            "You must specify either listener ARNs or a load balancer ARN");
  EXPECT_EQ(desk_.refusal(describe_listeners, {.listener_arns = {{arn + "0"}}}).message,
            "One or more listeners not found");
  desk_.expect(delete_listener, {.listener_arn = arn});
  EXPECT_EQ(desk_.refusal(delete_listener, {.listener_arn = arn}).code,
            ErrorCode::listener_not_found);
}

TEST_F(Listeners, HaveADefaultRule) {
  const auto group = make_target_group();
  const auto arn = make_listener(make_load_balancer(), group);
  const auto rules = desk_.expect(describe_rules, {.listener_arn = arn}).rules;
  ASSERT_EQ(rules->size(), 1U);
  const auto& rule = rules->at(0);
  EXPECT_EQ(rule.priority, "default");
  EXPECT_EQ(rule.is_default, true);
  EXPECT_EQ(rule.actions->at(0).target_group_arn, group);
  EXPECT_NE(rule.rule_arn->find(":listener-rule/app/web/"), std::string::npos);
  EXPECT_EQ(desk_.expect(describe_rules, {.rule_arns = {{*rule.rule_arn}}}).rules, rules);
  EXPECT_EQ(desk_.refusal(describe_rules, {.rule_arns = {{"arn:x"}}}).message,
            "One or more rules not found");
  EXPECT_EQ(desk_.refusal(create_rule, {}).message,
            "Berth does not support the operation CreateRule.");
}

TEST_F(Listeners, KeepTheDefaultsOfTheirAttributes) {
  const auto arn = make_listener(make_load_balancer(), make_target_group());
  const auto all = desk_.expect(describe_listener_attributes, {.listener_arn = arn}).attributes;
  EXPECT_EQ(all->at(0).key, "routing.http.response.server.enabled");
  EXPECT_EQ(all->at(0).value, "true");
  EXPECT_EQ(
      desk_
          .refusal(
              modify_listener_attributes,
              {.listener_arn = arn,
               .attributes = {{.key = "routing.http.response.server.enabled", .value = "false"}}})
          .code,
      ErrorCode::unsupported_operation);
}

TEST_F(Listeners, AreLimitedToFifty) {
  const auto load_balancer = make_load_balancer();
  const auto group = make_target_group();
  for (int port = 1; port <= 50; ++port) make_listener(load_balancer, group, port);
  EXPECT_EQ(desk_.refusal(create_listener, listener_request(load_balancer, group, 51)).code,
            ErrorCode::too_many_listeners);
}

}  // namespace
}  // namespace berth::api::elbv2
