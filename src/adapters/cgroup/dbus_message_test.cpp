#include "adapters/cgroup/dbus_message.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace berth::adapters {
namespace {

/// An answer as systemd sends it: fields reply serial 7, and for an error its name and a text.
std::string success_to_7() {
  // clang-format off
  static constexpr char bytes[] =
      "l\2\1\1" "\0\0\0\0" "\x05\0\0\0" "\x08\0\0\0"
      "\x05\1u\0" "\7\0\0\0";
  // clang-format on
  return {bytes, sizeof bytes - 1};
}

std::string error_to_7() {
  // clang-format off
  static constexpr char bytes[] =
      "l\3\1\1" "\x08\0\0\0" "\x06\0\0\0" "\x1f\0\0\0"
      "\x05\1u\0" "\7\0\0\0"
      "\4\1s\0" "\4\0\0\0" "No.X\0" "\0\0\0"
      "\x08\1g\0" "\1s\0"
      "\0"
      "\3\0\0\0" "Why\0";
  // clang-format on
  return {bytes, sizeof bytes - 1};
}

void check(std::string received, std::optional<DbusAnswer> expected, std::size_t left) {
  const auto answer = take_dbus_answer(received);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer, expected);
  EXPECT_EQ(received.size(), left);
}

TEST(DbusMessage, call_has_the_bytes_of_the_specification) {
  DbusBody body;
  body.text("a.slice").text("replace").numbers({{"MemoryMax", 258}}).empty_structs();
  const DbusCall call = {.destination = "d.D",
                         .path = "/p",
                         .interface = "i.I",
                         .member = "Do",
                         .signature = "ssa(sv)a(sa(sv))",
                         .body = body.bytes()};
  EXPECT_EQ(hex(body.bytes()),
            "07000000612e736c69636500"      // "a.slice"
            "070000007265706c61636500"      // "replace"
            "2000000000000000"              // 32 bytes of structs, aligned to 8.
            "090000004d656d6f72794d617800"  // "MemoryMax"
            "017400"
            "00000000000000"
            "0201000000000000"    // A variant of type t, aligned to 8: 258.
            "0000000000000000");  // No struct.
  EXPECT_EQ(hex(dbus_message(call, 7)).substr(0, 64),
            "6c010001"  // Little-endian, a call, version 1.
            "48000000"
            "07000000"
            "56000000"                            // Body, serial, fields.
            "01016f00020000002f70000000000000");  // Path "/p".
}

TEST(DbusMessage, success_and_error_are_told_apart) {
  check(success_to_7(), DbusAnswer{7, "", ""}, 0);
  check(error_to_7(), DbusAnswer{7, "No.X", "Why"}, 0);
}

TEST(DbusMessage, answers_are_taken_one_at_a_time_and_only_when_whole) {
  check(success_to_7() + "l\2", DbusAnswer{7, "", ""}, 2);
  for (const auto& whole : {success_to_7(), error_to_7()}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      check(whole.substr(0, size), std::nullopt, size);
    }
  }
}

TEST(DbusMessage, a_signal_answers_nobody) {
  auto signal = success_to_7();
  signal[1] = 4;
  check(signal, DbusAnswer{}, 0);
}

TEST(DbusMessage, broken_bytes_are_refused) {
  auto big_endian = success_to_7();
  big_endian[0] = 'B';
  auto endless = success_to_7();
  endless[7] = 0x7f;
  auto unknown_type = success_to_7();
  unknown_type[18] = 'a';
  auto field_too_long = error_to_7();
  field_too_long[28] = 0x7f;
  for (auto received : {big_endian, endless, unknown_type, field_too_long}) {
    const auto answer = take_dbus_answer(received);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::corrupt);
  }
}

}  // namespace
}  // namespace berth::adapters
