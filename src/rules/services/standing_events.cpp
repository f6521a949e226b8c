#include "rules/services/standing_events.hpp"

#include <algorithm>

namespace berth::rules {

namespace {

using namespace std::chrono_literals;

constexpr Duration told_again_after = 6h;

}  // namespace

StandingEvents tell_standing(model::Service& service, const std::vector<std::string>& texts,
                             Instant now) {
  StandingEvents events;
  auto& known = service.standing_events;
  const auto over = std::erase_if(known, [&](const auto& entry) {
    return std::ranges::find(texts, entry.first) == texts.end();
  });
  for (const auto& text : texts) {
    const auto [entry, fresh] = known.try_emplace(text, now);
    if (fresh || now >= entry->second + told_again_after) {
      entry->second = now;
      events.told.push_back(text);
    }
    const auto again = entry->second + told_again_after;
    if (!events.look_again || again < *events.look_again) events.look_again = again;
  }
  events.service_changed = over > 0 || !events.told.empty();
  return events;
}

}  // namespace berth::rules
