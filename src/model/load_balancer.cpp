#include "model/load_balancer.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace berth::model {

namespace {

Duration seconds_of(const AttributeMap& attributes, std::string_view key, std::uint64_t fallback) {
  const auto found = attributes.find(std::string(key));
  const auto value = found == attributes.end() ? std::nullopt : parse_unsigned(found->second);
  return std::chrono::seconds{value.value_or(fallback)};
}

}  // namespace

const Target* find_target(const TargetGroup& group, const TargetKey& key) {
  const auto found = std::ranges::lower_bound(group.targets, key, {}, &Target::key);
  return found == group.targets.end() || found->key != key ? nullptr : &*found;
}

Duration deregistration_delay(const TargetGroup& group) {
  return seconds_of(group.attributes, "deregistration_delay.timeout_seconds", 300);
}

Duration idle_timeout(const LoadBalancer& load_balancer) {
  return seconds_of(load_balancer.attributes, "idle_timeout.timeout_seconds", 60);
}

}  // namespace berth::model
