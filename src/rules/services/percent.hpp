#pragma once
// How ECS rounds the percentages of a deployment: up where something must hold.

#include <cstdint>

namespace berth::rules {

/// The smallest whole number that is at least so many percent of `count`.
constexpr std::int32_t percent_rounded_up(std::int32_t count, std::int32_t percent) {
  return static_cast<std::int32_t>((std::int64_t{count} * percent + 99) / 100);
}

}  // namespace berth::rules
