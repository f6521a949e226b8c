#include "base/utf8.hpp"

namespace berth {

namespace {

/// How many bytes follow a first byte, and the bits it gives; -1 for no first byte.
int following(unsigned char first, char32_t& bits) {
  if (first < 0x80) return bits = first, 0;
  if (first >= 0xC2 && first <= 0xDF) return bits = first & 0x1F, 1;
  if (first >= 0xE0 && first <= 0xEF) return bits = first & 0x0F, 2;
  if (first >= 0xF0 && first <= 0xF4) return bits = first & 0x07, 3;
  return -1;
}

bool is_character(char32_t value, int count) {
  constexpr char32_t smallest[] = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value >= smallest[count] && value <= 0x10FFFF && !surrogate;
}

}  // namespace

char32_t take_character(std::string_view& text) {
  char32_t value = 0;
  const int count = following(static_cast<unsigned char>(text.front()), value);
  const auto size = static_cast<std::size_t>(count + 1);
  bool valid = count >= 0 && size <= text.size();
  for (std::size_t i = 1; valid && i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    valid = (byte & 0xC0) == 0x80;
    value = (value << 6) | (byte & 0x3F);
  }
  if (!valid || !is_character(value, count)) {
    text.remove_prefix(1);
    return replacement_character;
  }
  text.remove_prefix(size);
  return value;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) take_character(text);
  return count;
}

std::string_view cut_utf8(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

Utf8Bytes utf8_bytes(char32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return {{static_cast<char>(c)}, 1};
  if (c < 0x800) return {{static_cast<char>(0xC0 | (c >> 6)), tail(0)}, 2};
  if (c < 0x10000) return {{static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)}, 3};
  return {{static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)}, 4};
}

}  // namespace berth
