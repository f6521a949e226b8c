#pragma once
// Instants and durations as the whole program uses them: UTC, millisecond resolution, which is
// what the AWS APIs show. Nothing here reads a clock; see ports/clock.hpp.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace berth {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;

/// "2026-01-01T00:00:00.123Z", the form of XML answers and event envelopes.
std::string iso8601(Instant instant);

/// "20260101T000000Z", the form of X-Amz-Date.
std::string amz_date(Instant instant);

/// Reads both forms above, also without a fraction or with an offset; nothing else.
std::optional<Instant> parse_instant(std::string_view text);

/// Seconds since the epoch with three decimals at most, as JSON numbers carry it.
double epoch_seconds(Instant instant);
Instant from_epoch_seconds(double seconds);

/// For people: "312 ms", "4.1 s", "3 min 20 s", "5 h 2 min".
std::string duration_text(Duration duration);

}  // namespace berth
