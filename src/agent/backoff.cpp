#include "agent/backoff.hpp"

#include <algorithm>

namespace berth::agent {

Duration Backoff::next() {
  double delay = static_cast<double>(limits_.first.count());
  const double longest = static_cast<double>(limits_.longest.count());
  for (int i = 0; i < tries_ && delay < longest; ++i) delay *= limits_.factor;
  delay = std::min(delay, longest);
  ++tries_;
  const auto spread = static_cast<std::uint64_t>(delay * limits_.jitter);
  const std::uint64_t taken_off = spread == 0 ? 0 : entropy_.below(spread + 1);
  return Duration{static_cast<std::int64_t>(delay) - static_cast<std::int64_t>(taken_off)};
}

}  // namespace berth::agent
