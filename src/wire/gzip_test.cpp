#include "wire/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace berth::wire {
namespace {

std::string gzip(std::string_view plain) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(plain.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

void check_refused(std::string_view body, std::size_t size_max, ErrorCode code) {
  const auto plain = inflate_gzip(body, size_max);
  ASSERT_FALSE(plain);
  EXPECT_EQ(plain.error().code, code);
}

TEST(Gzip, WhatWasPackedComesBack) {
  for (const std::string& text : {std::string(), std::string("hello"), std::string(100'000, 'x')}) {
    EXPECT_EQ(inflate_gzip(gzip(text), text.size()), text);
  }
}

TEST(Gzip, ABombIsRefusedAtItsLimit) {
  const auto bomb = gzip(std::string(50'000'000, '\0'));
  ASSERT_LT(bomb.size(), 100'000u);
  check_refused(bomb, 1'000'000, ErrorCode::request_too_large);
  check_refused(gzip("hello"), 4, ErrorCode::request_too_large);
}

TEST(Gzip, BrokenBytesAreRefused) {
  const auto packed = gzip("hello, hello, hello");
  check_refused("", 100, ErrorCode::serialization);
  check_refused("hello", 100, ErrorCode::serialization);
  for (std::size_t size = 1; size < packed.size(); ++size) {
    check_refused(std::string_view(packed).substr(0, size), 100, ErrorCode::serialization);
  }
  auto changed = packed;
  changed[changed.size() - 6] ^= 1;  // The checksum.
  check_refused(changed, 100, ErrorCode::serialization);
}

}  // namespace
}  // namespace berth::wire
