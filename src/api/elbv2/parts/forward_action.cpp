#include "api/elbv2/parts/forward_action.hpp"

#include <string>

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "api/members.hpp"

namespace berth::api::elbv2::parts {

namespace {

std::unexpected<Error> invalid_action(std::string message) {
  return fail(ErrorCode::invalid_load_balancer_action, std::move(message));
}

Result<const gen::elbv2::Action*> only_action(const std::vector<gen::elbv2::Action>& actions) {
  if (actions.empty()) return fail(ErrorCode::validation, "A default action must be specified");
  for (const auto& action : actions) {
    if (action.type != gen::elbv2::ActionTypeEnum::forward) {
      return refuse_value("DefaultActions.Type", text(action.type), "forward");
    }
  }
  if (actions.size() > 1) {
    return fail(ErrorCode::too_many_actions,
                "You can specify only one 'forward' action as the default action");
  }
  return &actions.front();
}

Result<void> check_members(const gen::elbv2::Action& action) {
  TRY_VOID(expect_absent(action.authenticate_oidc_config, "AuthenticateOidcConfig"));
  TRY_VOID(expect_absent(action.authenticate_cognito_config, "AuthenticateCognitoConfig"));
  TRY_VOID(expect_absent(action.redirect_config, "RedirectConfig"));
  TRY_VOID(expect_absent(action.fixed_response_config, "FixedResponseConfig"));
  TRY_VOID(expect_absent(action.jwt_validation_config, "JwtValidationConfig"));
  return {};
}

/// The group of a ForwardConfig; empty when it names none.
Result<std::string> configured_group(const gen::elbv2::ForwardActionConfig& config) {
  const auto& stickiness = config.target_group_stickiness_config;
  if (stickiness && stickiness->enabled.value_or(false)) {
    return refuse_member("ForwardConfig.TargetGroupStickinessConfig.Enabled");
  }
  if (!config.target_groups || config.target_groups->empty()) return std::string{};
  if (config.target_groups->size() > 1) {
    return fail(ErrorCode::unsupported_operation,
                "Berth does not support forwarding to more than one target group "
                "('ForwardConfig.TargetGroups').");
  }
  const auto& only = config.target_groups->front();
  const auto weight = only.weight.value_or(1);
  if (weight < 0 || weight > 999) {
    return fail(ErrorCode::validation,
                fmt::format("Target group weight '{}' must be between '0-999' inclusive", weight));
  }
  if (weight == 0) return refuse_value("ForwardConfig.TargetGroups.Weight", "0", "1' to '999");
  return only.target_group_arn.value_or("");
}

Result<std::string> named_group(const gen::elbv2::Action& action) {
  const auto plain = action.target_group_arn.value_or("");
  const auto configured =
      action.forward_config ? TRY(configured_group(*action.forward_config)) : std::string{};
  if (plain.empty() && configured.empty()) {
    return fail(ErrorCode::validation, "A target group ARN must be specified");
  }
  if (!plain.empty() && !configured.empty() && plain != configured) {
    return invalid_action("The target group ARN of the action and of its ForwardConfig differ");
  }
  return plain.empty() ? configured : plain;
}

}  // namespace

Result<const model::TargetGroup*> forward_target(const View& view, const Stamp& stamp,
                                                 const std::vector<gen::elbv2::Action>& actions) {
  const auto* action = TRY(only_action(actions));
  TRY_VOID(check_members(*action));
  const auto arn = TRY(named_group(*action));
  return find_target_group(view, stamp, arn);
}

Result<void> check_association(const View& view, const model::TargetGroup& group,
                               const model::LoadBalancerArn& load_balancer) {
  for (const auto& other : load_balancers_using(view, group.arn)) {
    if (other == load_balancer) continue;
    return fail(ErrorCode::target_group_association_limit,
                fmt::format("The following target groups cannot be associated with more than one "
                            "load balancer: {}",
                            group.arn.text()));
  }
  return {};
}

}  // namespace berth::api::elbv2::parts
