#include "wire/cbor/item.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace berth::wire::cbor {

namespace {

double half(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 0x1F);
  const double mantissa = static_cast<double>(bits & 0x3FF);
  double value = 0;
  if (exponent == 0)
    value = std::ldexp(mantissa, -24);
  else if (exponent != 31)
    value = std::ldexp(mantissa + 1024, exponent - 25);
  else
    value = mantissa == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
  return bits & 0x8000 ? -value : value;
}

void set_integer(Number& number, Major sign, std::uint64_t count) {
  const bool negative = sign == Major::negative;
  number.whole = count <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  number.integer = static_cast<std::int64_t>(negative ? ~count : count);
  number.real = negative ? -1.0 - static_cast<double>(count) : static_cast<double>(count);
}

void set_real(Number& number, double value) {
  number.real = value;
  number.whole = std::trunc(value) == value && std::abs(value) < 9.2e18;
  number.integer = number.whole ? static_cast<std::int64_t>(value) : 0;
}

}  // namespace

bool ItemReader::peek(Head& head) const { return ItemReader(*this).take(head); }

bool ItemReader::take(Head& head) {
  if (rest_.empty()) return false;
  const auto first = static_cast<unsigned char>(rest_.front());
  head = {static_cast<Major>(first >> 5), static_cast<std::uint8_t>(first & 0x1F), false, 0};
  rest_.remove_prefix(1);
  if (head.low < 24) return head.count = head.low, true;
  if (head.low == 31) {
    head.indefinite = true;
    return head.major != Major::positive && head.major != Major::negative &&
           head.major != Major::tag;
  }
  if (head.low > 27) return false;
  std::string_view bytes;
  if (!slice(std::uint64_t{1} << (head.low - 24), bytes)) return false;
  for (const char byte : bytes) head.count = head.count << 8 | static_cast<unsigned char>(byte);
  return true;
}

bool ItemReader::take_break() {
  if (rest_.empty() || rest_.front() != '\xFF') return false;
  rest_.remove_prefix(1);
  return true;
}

bool ItemReader::slice(std::uint64_t size, std::string_view& bytes) {
  if (size > rest_.size()) return false;
  bytes = rest_.substr(0, static_cast<std::size_t>(size));
  rest_.remove_prefix(bytes.size());
  return true;
}

bool ItemReader::string(const Head& head, std::string& text) {
  std::string_view bytes;
  text.clear();
  if (!head.indefinite) {
    if (!slice(head.count, bytes)) return false;
    text = bytes;
    return true;
  }
  while (!take_break()) {
    Head chunk;
    if (!take(chunk) || chunk.major != head.major || chunk.indefinite) return false;
    if (!slice(chunk.count, bytes)) return false;
    text += bytes;
  }
  return true;
}

bool ItemReader::number(const Head& head, Number& number) {
  if (head.major == Major::positive || head.major == Major::negative) {
    set_integer(number, head.major, head.count);
    return true;
  }
  if (head.major == Major::tag && (head.count == 2 || head.count == 3)) {
    return bignum(head.count == 3 ? Major::negative : Major::positive, number);
  }
  if (head.major != Major::other) return false;
  if (head.low == 25) return set_real(number, half(head.count)), true;
  if (head.low == 26) {
    const auto bits = static_cast<std::uint32_t>(head.count);
    return set_real(number, std::bit_cast<float>(bits)), true;
  }
  if (head.low == 27) return set_real(number, std::bit_cast<double>(head.count)), true;
  return false;
}

bool ItemReader::bignum(Major sign, Number& number) {
  Head head;
  std::string bytes;
  if (!take(head) || head.major != Major::bytes || !string(head, bytes)) return false;
  const auto nonzero = bytes.find_first_not_of('\0');
  bytes.erase(0, nonzero == std::string::npos ? bytes.size() : nonzero);
  std::uint64_t count = 0;
  double real = 0;
  for (const char byte : bytes) {
    count = count << 8 | static_cast<unsigned char>(byte);
    real = real * 256 + static_cast<unsigned char>(byte);
  }
  if (bytes.size() <= 8) return set_integer(number, sign, count), true;
  number = {false, 0, sign == Major::negative ? -1.0 - real : real};
  return true;
}

bool ItemReader::skip(int depth) {
  Head head;
  if (depth <= 0 || !take(head) || is_break(head)) return false;
  if (head.major == Major::tag) return skip(depth - 1);
  if (head.major == Major::bytes || head.major == Major::text) {
    std::string ignored;
    return string(head, ignored);
  }
  if (head.major != Major::array && head.major != Major::map) return true;
  const std::uint64_t parts = head.major == Major::map ? 2 : 1;
  if (head.indefinite) {
    while (!take_break()) {
      for (std::uint64_t i = 0; i < parts; ++i) {
        if (!skip(depth - 1)) return false;
      }
    }
    return true;
  }
  if (head.count > rest_.size()) return false;
  for (std::uint64_t i = 0; i < head.count * parts; ++i) {
    if (!skip(depth - 1)) return false;
  }
  return true;
}

}  // namespace berth::wire::cbor
