#pragma once
// Events about something that goes on: told when it begins and again every six hours, not at each
// look (behaviour §1.9.7).

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/service.hpp"

namespace berth::rules {

struct StandingEvents {
  /// Those of the texts that are told now.
  std::vector<std::string> told;
  /// When the first of them is told again.
  std::optional<Instant> look_again;
  bool service_changed = false;
};

/// `texts` is all that holds now: what the service remembers beyond is over and is told anew when
/// it comes again.
StandingEvents tell_standing(model::Service& service, const std::vector<std::string>& texts,
                             Instant now);

}  // namespace berth::rules
