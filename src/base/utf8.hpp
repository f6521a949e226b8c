#pragma once
// UTF-8 as far as codecs need it: every text that leaves must be valid, whatever a container or a
// client put in, and lengths of models count characters.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace berth {

inline constexpr char32_t replacement_character = 0xFFFD;

/// Takes one character from the front; a broken byte gives the replacement character.
char32_t take_character(std::string_view& text);

/// Characters in the text.
std::size_t character_count(std::string_view text);

/// At most `limit` bytes from the front without cutting a character in two.
std::string_view cut_utf8(std::string_view text, std::size_t limit);

/// The bytes of one character, in at most four.
struct Utf8Bytes {
  char bytes[4];
  std::size_t size;
  std::string_view view() const { return {bytes, size}; }
};
Utf8Bytes utf8_bytes(char32_t character);

}  // namespace berth
