#include "api/elbv2/parts/show.hpp"

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "base/text.hpp"

namespace berth::api::elbv2::parts {

namespace {

using gen::elbv2::TargetHealthReasonEnum;
using gen::elbv2::TargetHealthStateEnum;

/// One per region, as Route 53 knows the load balancers of a region.
std::string hosted_zone_id(std::string_view region) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  auto hash = stable_hash(region);
  std::string id = "Z";
  for (int i = 0; i < 12; ++i, hash /= letters.size()) id += letters[hash % letters.size()];
  return id;
}

std::vector<gen::elbv2::Action> show_action(const model::Listener& listener) {
  const auto& arn = listener.target_group_arn.text();
  gen::elbv2::ForwardActionConfig forward;
  forward.target_groups.emplace().push_back({.target_group_arn = arn, .weight = 1});
  forward.target_group_stickiness_config.emplace().enabled = false;
  return {{.type = gen::elbv2::ActionTypeEnum::forward,
           .target_group_arn = arn,
           .order = 1,
           .forward_config = std::move(forward)}};
}

gen::elbv2::TargetHealth health(TargetHealthStateEnum state, TargetHealthReasonEnum reason,
                                std::string description) {
  return {.state = state, .reason = reason, .description = std::move(description)};
}

gen::elbv2::TargetHealth show_initial(const model::TargetHealth& row) {
  if (row.reason == model::TargetReason::registration_in_progress) {
    return health(TargetHealthStateEnum::initial,
                  TargetHealthReasonEnum::elb_registration_in_progress,
                  "Target registration is in progress");
  }
  return health(TargetHealthStateEnum::initial, TargetHealthReasonEnum::elb_initial_health_checking,
                "Initial health checks in progress");
}

gen::elbv2::TargetHealth show_unhealthy(const model::TargetHealth& row) {
  constexpr auto state = TargetHealthStateEnum::unhealthy;
  switch (row.reason) {
    case model::TargetReason::response_code_mismatch:
      return health(state, TargetHealthReasonEnum::target_response_code_mismatch,
                    fmt::format("Health checks failed with these codes: [{}]", row.status_code));
    case model::TargetReason::timeout:
      return health(state, TargetHealthReasonEnum::target_timeout, "Request timed out");
    default:
      return health(state, TargetHealthReasonEnum::target_failed_health_checks,
                    "Health checks failed");
  }
}

}  // namespace

gen::elbv2::LoadBalancer show(const model::LoadBalancer& load_balancer) {
  using gen::elbv2::LoadBalancerSchemeEnum;
  const bool internal = load_balancer.scheme == model::Scheme::internal;
  return {
      .load_balancer_arn = load_balancer.arn.text(),
      .dns_name = load_balancer.dns_name,
      .canonical_hosted_zone_id = hosted_zone_id(model::realm_of(load_balancer.arn.text()).region),
      .created_time = load_balancer.created_at,
      .load_balancer_name = load_balancer.name,
      .scheme =
          internal ? LoadBalancerSchemeEnum::internal : LoadBalancerSchemeEnum::internet_facing,
      .vpc_id = load_balancer.vpc_id.text(),
      .state = gen::elbv2::LoadBalancerState{.code = gen::elbv2::LoadBalancerStateEnum::active},
      .type = gen::elbv2::LoadBalancerTypeEnum::application,
      .availability_zones = show_zones(load_balancer),
      .security_groups = load_balancer.security_groups,
      .ip_address_type = gen::elbv2::IpAddressType::ipv4,
  };
}

std::vector<gen::elbv2::AvailabilityZone> show_zones(const model::LoadBalancer& load_balancer) {
  std::vector<gen::elbv2::AvailabilityZone> zones;
  for (const auto& zone : load_balancer.zones) {
    zones.push_back({.zone_name = zone.zone_name,
                     .subnet_id = zone.subnet_id.text(),
                     .load_balancer_addresses = std::vector<gen::elbv2::LoadBalancerAddress>{}});
  }
  return zones;
}

gen::elbv2::Listener show(const model::Listener& listener) {
  return {.listener_arn = listener.arn.text(),
          .load_balancer_arn = listener.load_balancer_arn.text(),
          .port = listener.port,
          .protocol = gen::elbv2::ProtocolEnum::http,
          .default_actions = show_action(listener)};
}

gen::elbv2::Rule show_default_rule(const model::Listener& listener) {
  return {.rule_arn = default_rule_arn(listener.arn),
          .priority = "default",
          .conditions = std::vector<gen::elbv2::RuleCondition>{},
          .actions = show_action(listener),
          .is_default = true};
}

gen::elbv2::TargetGroup show(const View& view, const model::TargetGroup& group) {
  const auto& check = group.health_check;
  std::vector<std::string> load_balancers;
  for (const auto& arn : load_balancers_using(view, group.arn)) {
    load_balancers.push_back(arn.text());
  }
  return {.target_group_arn = group.arn.text(),
          .target_group_name = group.name,
          .protocol = gen::elbv2::ProtocolEnum::http,
          .port = group.port,
          .vpc_id = group.vpc_id.text(),
          .health_check_protocol = gen::elbv2::ProtocolEnum::http,
          .health_check_port = health_check_port(check),
          .health_check_enabled = true,
          .health_check_interval_seconds = check.interval,
          .health_check_timeout_seconds = check.timeout,
          .healthy_threshold_count = check.healthy_threshold,
          .unhealthy_threshold_count = check.unhealthy_threshold,
          .health_check_path = check.path,
          .matcher = gen::elbv2::Matcher{.http_code = check.matcher},
          .load_balancer_arns = std::move(load_balancers),
          .target_type = group.target_type == model::TargetType::ip
                             ? gen::elbv2::TargetTypeEnum::ip
                             : gen::elbv2::TargetTypeEnum::instance,
          .protocol_version = "HTTP1",
          .ip_address_type = gen::elbv2::TargetGroupIpAddressTypeEnum::ipv4};
}

gen::elbv2::TargetHealth show_health(const model::TargetHealth& row, TargetUse use) {
  if (row.state == model::TargetState::draining) {
    return health(TargetHealthStateEnum::draining,
                  TargetHealthReasonEnum::target_deregistration_in_progress,
                  "Target deregistration is in progress");
  }
  if (use == TargetUse::no_load_balancer) {
    return health(TargetHealthStateEnum::unused, TargetHealthReasonEnum::target_not_in_use,
                  "Target group is not configured to receive traffic from the load balancer");
  }
  if (use == TargetUse::zone_not_enabled) {
    return health(TargetHealthStateEnum::unused, TargetHealthReasonEnum::target_not_in_use,
                  "Target is in an Availability Zone that is not enabled for the load balancer");
  }
  switch (row.state) {
    case model::TargetState::healthy: return {.state = TargetHealthStateEnum::healthy};
    case model::TargetState::unhealthy: return show_unhealthy(row);
    default: return show_initial(row);
  }
}

gen::elbv2::TargetHealth not_registered() {
  return health(TargetHealthStateEnum::unused, TargetHealthReasonEnum::target_not_registered,
                "Target is not registered to the target group");
}

std::string health_check_port(const model::HealthCheck& health_check) {
  return health_check.port ? std::to_string(*health_check.port) : "traffic-port";
}

}  // namespace berth::api::elbv2::parts
