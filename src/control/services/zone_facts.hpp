#pragma once
// What a service that is evened out over the zones must know of them, gathered from the state.

#include <set>
#include <string>

#include "state/state.hpp"

namespace berth::control {

struct ZoneFacts {
  /// Where the service's tasks may go: the zones of instances that suit it, or of its subnets.
  std::set<std::string> usable;
  /// Those of them where no more task finds room or an address now.
  std::set<std::string> full;
};

/// Empty where the service is not evened out over zones, is not at rest, or stands evenly.
ZoneFacts zone_facts(const state::State& state, const model::Service& service);

}  // namespace berth::control
