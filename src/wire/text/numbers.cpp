#include "wire/text/numbers.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/time.hpp"

namespace berth::wire {

namespace {

std::string http_date(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<Duration> clock{instant - day};
  constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     weekdays[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::string decimal(std::int64_t value) { return std::to_string(value); }

std::string decimal(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return std::string(buffer, end);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_real(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(value)) return std::nullopt;  // "inf" and "nan" are not numbers here.
  return value;
}

std::string epoch_text(std::int64_t milliseconds) {
  std::string text = milliseconds < 0 ? "-" : "";
  const auto size = milliseconds < 0 ? ~static_cast<std::uint64_t>(milliseconds) + 1
                                     : static_cast<std::uint64_t>(milliseconds);
  text += std::to_string(size / 1000);
  if (size % 1000 == 0) return text;
  text += fmt::format(".{:03}", size % 1000);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

std::string timestamp_text(std::int64_t milliseconds, TimestampFormat format) {
  const Instant instant{Duration{milliseconds}};
  if (format == TimestampFormat::date_time) return iso8601(instant);
  if (format == TimestampFormat::http_date) return http_date(instant);
  return epoch_text(milliseconds);
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  if (const auto instant = parse_instant(text); instant && text.size() >= 8) {
    return instant->time_since_epoch().count();
  }
  const auto seconds = parse_real(text);
  if (!seconds || std::isnan(*seconds)) return std::nullopt;
  return from_epoch_seconds(*seconds).time_since_epoch().count();
}

}  // namespace berth::wire
