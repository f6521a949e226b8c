#pragma once
// Numbers and timestamps as the text protocols write them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/shape.hpp"

namespace berth::wire {

std::string decimal(std::int64_t value);

/// The shortest text that reads back equal; "NaN", "Infinity" and "-Infinity" as AWS says them.
std::string decimal(double value);

/// A whole decimal number with an optional sign.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// A decimal number, or one of the three names above.
std::optional<double> parse_real(std::string_view text);

/// Seconds since the epoch with three decimals at most and no zeros behind.
std::string epoch_text(std::int64_t milliseconds);

/// The timestamp in the form; `by_protocol` is not a form.
std::string timestamp_text(std::int64_t milliseconds, TimestampFormat format);

/// Milliseconds since the epoch: ISO 8601 or a number of seconds.
std::optional<std::int64_t> parse_timestamp(std::string_view text);

}  // namespace berth::wire
