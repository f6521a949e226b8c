#pragma once
// How ECS rounds the percentages of a deployment: up where something must hold, down where
// something may be.

#include <algorithm>
#include <cstdint>
#include <limits>

namespace berth::rules {

/// The smallest whole number that is at least so many percent of `count`, and not above the largest
/// int32_t.
constexpr std::int32_t percent_rounded_up(std::int32_t count, std::int32_t percent) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::min(most, (std::int64_t{count} * percent + 99) / 100));
}

/// minimumHealthyPercent: how many tasks stay healthy.
constexpr std::int32_t healthy_count_min(std::int32_t desired, std::int32_t percent) {
  return percent_rounded_up(desired, percent);
}

/// maximumPercent: how many tasks there may be.
constexpr std::int32_t running_count_max(std::int32_t desired, std::int32_t percent) {
  return static_cast<std::int32_t>(std::int64_t{desired} * percent / 100);
}

}  // namespace berth::rules
