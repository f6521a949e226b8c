#include "control/target_group_use.hpp"

namespace berth::control {

std::set<std::string> enabled_zones(const state::State& state, const model::TargetGroupArn& arn) {
  std::set<std::string> zones;
  for (const auto& listener_arn : state.listeners_to(arn)) {
    const auto& listener = state.listeners().at(listener_arn);
    for (const auto& zone : state.load_balancers().at(listener.load_balancer_arn).zones) {
      zones.insert(zone.zone_name);
    }
  }
  return zones;
}

}  // namespace berth::control
