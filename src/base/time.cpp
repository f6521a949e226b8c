#include "base/time.hpp"

#include <cmath>

#include <fmt/format.h>

namespace berth {

namespace {

struct Civil {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<Duration> clock;
};

Civil civil(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss<Duration>{instant - day}};
}

/// Reads exactly `count` digits and steps over them.
std::optional<int> digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool skip(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

/// Milliseconds of ".123456"; digits past the third are dropped.
std::optional<int> fraction(std::string_view& text) {
  if (!skip(text, '.')) return 0;
  int value = 0, seen = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (seen < 3) value = value * 10 + (text.front() - '0');
    ++seen;
    text.remove_prefix(1);
  }
  if (seen == 0) return std::nullopt;
  for (; seen < 3; ++seen) value *= 10;
  return value;
}

/// "Z", nothing, or "+hh:mm" / "-hhmm".
std::optional<std::chrono::minutes> offset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return std::chrono::minutes{0};
  const bool negative = text.front() == '-';
  if (!negative && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = digits(text, 2);
  skip(text, ':');
  const auto minutes = digits(text, 2);
  if (!hours || !minutes || !text.empty()) return std::nullopt;
  const std::chrono::minutes shift{*hours * 60 + *minutes};
  return negative ? -shift : shift;
}

}  // namespace

std::string iso8601(Instant instant) {
  const auto [date, clock] = civil(instant);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::string amz_date(Instant instant) {
  const auto [date, clock] = civil(instant);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto year = digits(text, 4);
  const bool extended = skip(text, '-');
  const auto month = digits(text, 2);
  if (extended && !skip(text, '-')) return std::nullopt;
  const auto day = digits(text, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  Instant instant = std::chrono::sys_days{date};
  if (text.empty()) return instant;
  if (!skip(text, 'T') && !skip(text, ' ')) return std::nullopt;
  const auto hour = digits(text, 2);
  if (extended) skip(text, ':');
  const auto minute = digits(text, 2);
  if (extended) skip(text, ':');
  const auto second = digits(text, 2);
  const auto millisecond = fraction(text);
  const auto shift = offset(text);
  if (!hour || !minute || !second || !millisecond || !shift) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return instant + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second} + Duration{*millisecond} - *shift;
}

double epoch_seconds(Instant instant) {
  return static_cast<double>(instant.time_since_epoch().count()) / 1000.0;
}

Instant from_epoch_seconds(double seconds) {
  // Beyond these bounds (years 0 to 9999) a client sent nonsense; clamp instead of overflowing.
  constexpr double limit = 253402300799.0;
  if (!(seconds > -62167219200.0)) seconds = -62167219200.0;
  if (seconds > limit) seconds = limit;
  return Instant{Duration{static_cast<std::int64_t>(std::llround(seconds * 1000.0))}};
}

std::string duration_text(Duration duration) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  if (duration < seconds{1}) return fmt::format("{} ms", duration.count());
  if (duration < minutes{1}) {
    return fmt::format("{}.{} s", duration / seconds{1}, duration.count() % 1000 / 100);
  }
  if (duration < std::chrono::hours{1}) {
    return fmt::format("{} min {} s", duration / minutes{1}, duration / seconds{1} % 60);
  }
  return fmt::format("{} h {} min", duration / std::chrono::hours{1}, duration / minutes{1} % 60);
}

}  // namespace berth
