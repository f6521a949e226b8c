#include "rules/load_balancing/attributes.hpp"

#include <set>

#include <gtest/gtest.h>

namespace berth::rules::load_balancing {
namespace {

Result<model::AttributeMap> change(std::span<const AttributeRule> rules, std::string key,
                                   std::string value) {
  const Attribute attribute{std::move(key), std::move(value)};
  return changed_attributes(rules, {}, std::span(&attribute, 1));
}

TEST(LoadBalancerAttributes, HaveUniqueKeysWhoseDefaultsAreAllowed) {
  for (const auto rules : {load_balancer_attribute_rules(), target_group_attribute_rules(),
                           listener_attribute_rules()}) {
    std::set<std::string_view> keys;
    for (const auto& rule : rules) {
      EXPECT_TRUE(keys.insert(rule.key).second) << rule.key;
      const auto changed = change(rules, std::string(rule.key), std::string(rule.fallback));
      ASSERT_TRUE(changed) << changed.error().message;
      EXPECT_TRUE(changed->empty()) << "a default is not stored: " << rule.key;
    }
  }
}

TEST(LoadBalancerAttributes, RefuseWhatAwsRefuses) {
  const auto check = [](std::string key, std::string value, std::string_view message) {
    const auto changed = change(target_group_attribute_rules(), key, value);
    ASSERT_FALSE(changed) << key << value;
    EXPECT_EQ(changed.error().code, ErrorCode::validation);
    EXPECT_EQ(changed.error().message, message);
  };
  check("deregistration_delay.timeout_seconds", "3601",
        "'deregistration_delay.timeout_seconds' value '3601' must be between '0-3600' inclusive");
  check("deregistration_delay.timeout_seconds", "007",
        "'deregistration_delay.timeout_seconds' value '007' must be between '0-3600' inclusive");
  check("stickiness.enabled", "yes",
        "'stickiness.enabled' value 'yes' must be one of 'true,false'");
  check("slow_start.duration_seconds", "20",
        "'slow_start.duration_seconds' value '20' must be '0' or between '30-900' inclusive");
  check("no.such.key", "1", "Key 'no.such.key' not recognized");
}

TEST(LoadBalancerAttributes, RefuseByNameWhatBerthDoesNotHonour) {
  const auto check = [](std::span<const AttributeRule> rules, std::string key, std::string value) {
    const auto changed = change(rules, key, value);
    ASSERT_FALSE(changed) << key;
    EXPECT_EQ(changed.error().code, ErrorCode::unsupported_operation);
    EXPECT_NE(changed.error().message.find("'" + key + "'"), std::string::npos);
  };
  check(load_balancer_attribute_rules(), "access_logs.s3.enabled", "true");
  check(load_balancer_attribute_rules(), "routing.http2.enabled", "false");
  check(load_balancer_attribute_rules(), "client_keep_alive.seconds", "60");
  check(target_group_attribute_rules(), "stickiness.enabled", "true");
  check(target_group_attribute_rules(), "slow_start.duration_seconds", "30");
  check(listener_attribute_rules(), "routing.http.response.server.enabled", "false");
}

TEST(LoadBalancerAttributes, KeepOnlyWhatDiffersFromTheDefaults) {
  const auto rules = target_group_attribute_rules();
  const Attribute five[] = {{"deregistration_delay.timeout_seconds", "5"},
                            {"stickiness.enabled", "false"}};
  auto stored = changed_attributes(rules, {}, five);
  ASSERT_TRUE(stored);
  EXPECT_EQ(*stored, (model::AttributeMap{{"deregistration_delay.timeout_seconds", "5"}}));
  EXPECT_EQ(all_attributes(rules, *stored).size(), rules.size());
  EXPECT_EQ(all_attributes(rules, *stored).front().second, "5");

  const Attribute back[] = {{"deregistration_delay.timeout_seconds", "300"}};
  stored = changed_attributes(rules, *stored, back);
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->empty());

  const Attribute twice[] = {{"stickiness.enabled", "false"}, {"stickiness.enabled", "false"}};
  EXPECT_FALSE(changed_attributes(rules, {}, twice));
}

}  // namespace
}  // namespace berth::rules::load_balancing
