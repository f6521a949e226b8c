#include "rules/load_balancing/attributes.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace berth::rules::load_balancing {

namespace {

constexpr std::string_view flag = "true|false";
constexpr std::string_view any = "*";

// What belongs to a feature that is switched off (the bucket of access logs, the cookie of
// stickiness) is kept and answered, and has no effect, in AWS as here.
constexpr AttributeRule load_balancer_rules[] = {
    {"access_logs.s3.enabled", "false", flag},
    {"access_logs.s3.bucket", "", any, 0, 0, any},
    {"access_logs.s3.prefix", "", any, 0, 0, any},
    {"connection_logs.s3.enabled", "false", flag},
    {"connection_logs.s3.bucket", "", any, 0, 0, any},
    {"connection_logs.s3.prefix", "", any, 0, 0, any},
    {"health_check_logs.s3.enabled", "false", flag},
    {"health_check_logs.s3.bucket", "", any, 0, 0, any},
    {"health_check_logs.s3.prefix", "", any, 0, 0, any},
    {"client_keep_alive.seconds", "3600", {}, 60, 604800},
    {"deletion_protection.enabled", "false", flag, 0, 0, any},
    {"idle_timeout.timeout_seconds", "60", {}, 1, 4000, any},
    {"ipv6.deny_all_igw_traffic", "false", flag},
    {"load_balancing.cross_zone.enabled", "true", "true"},
    {"routing.http.desync_mitigation_mode", "defensive", "monitor|defensive|strictest"},
    {"routing.http.drop_invalid_header_fields.enabled", "false", flag},
    {"routing.http.preserve_host_header.enabled", "false", flag},
    {"routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", flag},
    {"routing.http.xff_client_port.enabled", "false", flag},
    {"routing.http.xff_header_processing.mode", "append", "append|preserve|remove"},
    {"routing.http2.enabled", "true", flag},
    {"waf.fail_open.enabled", "false", flag},
    {"zonal_shift.config.enabled", "false", flag},
};

constexpr AttributeRule target_group_rules[] = {
    {"deregistration_delay.timeout_seconds", "300", {}, 0, 3600, any},
    {"stickiness.enabled", "false", flag},
    {"stickiness.type", "lb_cookie", "lb_cookie|app_cookie", 0, 0, any},
    {"stickiness.lb_cookie.duration_seconds", "86400", {}, 1, 604800, any},
    {"stickiness.app_cookie.duration_seconds", "86400", {}, 1, 604800, any},
    {"stickiness.app_cookie.cookie_name", "", any, 0, 0, any},
    // Every target group takes targets of all zones, which is what both words come to.
    {"load_balancing.cross_zone.enabled", "use_load_balancer_configuration",
     "true|false|use_load_balancer_configuration", 0, 0, "true|use_load_balancer_configuration"},
    {"target_group_health.dns_failover.minimum_healthy_targets.count", "1", "off", 1, 1000},
    {"target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", "off", 1, 100},
    {"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
     "1",
     {},
     1,
     1000,
     any},
    {"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", "off",
     1, 100, any},
    {"load_balancing.algorithm.type", "round_robin",
     "round_robin|least_outstanding_requests|weighted_random"},
    {"load_balancing.algorithm.anomaly_mitigation", "off", "on|off"},
    {"slow_start.duration_seconds", "0", "0", 30, 900},
};

constexpr AttributeRule listener_rules[] = {
    {"routing.http.response.server.enabled", "true", flag},
    {"routing.http.response.strict_transport_security.header_value", "", any},
    {"routing.http.response.access_control_allow_origin.header_value", "", any},
    {"routing.http.response.access_control_allow_methods.header_value", "", any},
    {"routing.http.response.access_control_allow_headers.header_value", "", any},
    {"routing.http.response.access_control_allow_credentials.header_value", "", any},
    {"routing.http.response.access_control_expose_headers.header_value", "", any},
    {"routing.http.response.access_control_max_age.header_value", "", any},
    {"routing.http.response.content_security_policy.header_value", "", any},
    {"routing.http.response.x_content_type_options.header_value", "", any},
    {"routing.http.response.x_frame_options.header_value", "", any},
};

bool has_word(std::string_view words, std::string_view value) {
  if (words == any) return true;
  const auto all = split(words, '|');
  return !words.empty() && std::ranges::find(all, value) != all.end();
}

bool has_number(const AttributeRule& rule, std::string_view value) {
  const auto number = parse_unsigned(value);
  // A leading zero would be stored and answered as another text.
  if (!number || (value.size() > 1 && value.front() == '0')) return false;
  return rule.most > 0 && *number >= rule.least && *number <= rule.most;
}

std::string allowed_text(const AttributeRule& rule) {
  std::string words(rule.words);
  std::ranges::replace(words, '|', ',');
  const auto range = fmt::format("must be between '{}-{}' inclusive", rule.least, rule.most);
  if (rule.most == 0) return fmt::format("must be one of '{}'", words);
  return words.empty() ? range : fmt::format("must be '{}' or {}", words, range.substr(8));
}

Result<void> check_value(const AttributeRule& rule, std::string_view value) {
  if (!has_word(rule.words, value) && !has_number(rule, value)) {
    return fail(ErrorCode::validation,
                fmt::format("'{}' value '{}' {}", rule.key, value, allowed_text(rule)));
  }
  if (value != rule.fallback && !has_word(rule.honoured, value)) {
    return fail(ErrorCode::unsupported_operation,
                fmt::format("Berth does not support the value '{}' of the attribute '{}'.", value,
                            rule.key));
  }
  return {};
}

const AttributeRule* find_rule(std::span<const AttributeRule> rules, std::string_view key) {
  const auto found = std::ranges::find(rules, key, &AttributeRule::key);
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

std::span<const AttributeRule> load_balancer_attribute_rules() { return load_balancer_rules; }
std::span<const AttributeRule> target_group_attribute_rules() { return target_group_rules; }
std::span<const AttributeRule> listener_attribute_rules() { return listener_rules; }

Result<model::AttributeMap> changed_attributes(std::span<const AttributeRule> rules,
                                               model::AttributeMap current,
                                               std::span<const Attribute> changes) {
  std::set<std::string> keys;
  for (const auto& [key, value] : changes) {
    const auto* rule = find_rule(rules, key);
    if (!rule) return fail(ErrorCode::validation, fmt::format("Key '{}' not recognized", key));
    if (!keys.insert(key).second) {
      return fail(ErrorCode::validation, fmt::format("Key '{}' was provided multiple times", key));
    }
    TRY_VOID(check_value(*rule, value));
    if (value == rule->fallback) {
      current.erase(key);
    } else {
      current[key] = value;
    }
  }
  return current;
}

std::vector<Attribute> all_attributes(std::span<const AttributeRule> rules,
                                      const model::AttributeMap& stored) {
  std::vector<Attribute> attributes;
  for (const auto& rule : rules) {
    attributes.emplace_back(rule.key, attribute_value(rules, stored, rule.key));
  }
  return attributes;
}

std::string attribute_value(std::span<const AttributeRule> rules, const model::AttributeMap& stored,
                            std::string_view key) {
  const auto* rule = find_rule(rules, key);
  check(rule != nullptr, "the attribute is in its table");
  const auto found = stored.find(std::string(key));
  return found == stored.end() ? std::string(rule->fallback) : found->second;
}

}  // namespace berth::rules::load_balancing
