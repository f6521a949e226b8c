#include "rules/load_balancing/target_registration.hpp"

#include <utility>

namespace berth::rules::load_balancing {

model::Target registered_target(model::TargetKey key, std::string address,
                                std::string availability_zone, Instant now) {
  return {.key = std::move(key),
          .availability_zone = std::move(availability_zone),
          .address = std::move(address),
          .health = unchecked_health,
          .registered_at = now,
          .drained_at = std::nullopt};
}

model::Target draining_target(const model::TargetGroup& group, model::Target target, Instant now) {
  if (target.health.state == model::TargetState::draining) return target;
  target.health = {model::TargetState::draining, model::TargetReason::deregistration_in_progress,
                   0};
  target.drained_at = now + deregistration_delay(group);
  return target;
}

bool in_enabled_zone(const model::Target& target, const std::set<std::string>& zones) {
  const auto& zone = target.availability_zone;
  return zone == "all" || zone.empty() || zones.contains(zone);
}

}  // namespace berth::rules::load_balancing
