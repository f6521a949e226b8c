#include "base/time.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace berth {
namespace {

/// The text read and written again, or "nothing".
std::string read(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? iso8601(*instant) : "nothing";
}

TEST(Time, reads_the_forms_of_aws) {
  EXPECT_EQ(read("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(read("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05.000Z");
  EXPECT_EQ(read("20260102T030405Z"), "2026-01-02T03:04:05.000Z");
  EXPECT_EQ(read("2026-01-02"), "2026-01-02T00:00:00.000Z");
  EXPECT_EQ(read("2026-01-02T03:04:05.6789123Z"), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(read("2026-01-02T03:04:05.6Z"), "2026-01-02T03:04:05.600Z");
  EXPECT_EQ(read("2026-01-02T03:04:05+02:00"), "2026-01-02T01:04:05.000Z");
  EXPECT_EQ(read("2026-01-02T03:04:05-0130"), "2026-01-02T04:34:05.000Z");
  EXPECT_EQ(read("2024-02-29T23:59:60Z"), "2024-03-01T00:00:00.000Z");
}

TEST(Time, reads_nothing_else) {
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-30", "2026-1-2", "2026-01-02T", "2026-01-02T24:00:00Z",
        "2026-01-02T03:60:00Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05X",
        "2026-01-02T03:04:05Zmore", "2026-01-02T03:04:05+2", "x026-01-02", "1767322800"}) {
    EXPECT_EQ(read(text), "nothing") << text;
  }
}

TEST(Time, writes_instants_before_the_epoch) {
  EXPECT_EQ(iso8601(Instant{Duration{-1}}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(amz_date(Instant{Duration{-1}}), "19691231T235959Z");
  EXPECT_EQ(amz_date(*parse_instant("2026-01-02T03:04:05.678Z")), "20260102T030405Z");
}

TEST(Time, keeps_milliseconds_through_epoch_seconds) {
  for (const auto* text : {"2026-01-02T03:04:05.678Z", "1970-01-01T00:00:00.001Z",
                           "2199-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"}) {
    const auto instant = *parse_instant(text);
    EXPECT_EQ(from_epoch_seconds(epoch_seconds(instant)), instant) << text;
  }
}

TEST(Time, clamps_nonsense_numbers_of_clients) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(iso8601(from_epoch_seconds(infinite)), "9999-12-31T23:59:59.000Z");
  EXPECT_EQ(iso8601(from_epoch_seconds(1e300)), "9999-12-31T23:59:59.000Z");
  EXPECT_EQ(iso8601(from_epoch_seconds(-infinite)), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(iso8601(from_epoch_seconds(std::nan(""))), "0000-01-01T00:00:00.000Z");
}

TEST(duration_text, names_the_two_units_that_matter) {
  using std::chrono::milliseconds;
  EXPECT_EQ(duration_text(milliseconds{312}), "312 ms");
  EXPECT_EQ(duration_text(milliseconds{4190}), "4.1 s");
  EXPECT_EQ(duration_text(milliseconds{200'900}), "3 min 20 s");
  EXPECT_EQ(duration_text(std::chrono::minutes{302}), "5 h 2 min");
}

}  // namespace
}  // namespace berth
