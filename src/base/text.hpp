#pragma once
// Small pure functions on text that several modules need.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berth {

/// The parts between separators; an empty text gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Text before and after the first separator, or nothing when it does not occur.
struct Cut {
  std::string_view before, after;
};
std::optional<Cut> cut(std::string_view text, char separator);
std::optional<Cut> cut_last(std::string_view text, char separator);

std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string lowercase(std::string_view text);
std::string_view trim(std::string_view text);
bool iequals(std::string_view a, std::string_view b);

/// Lower-case hexadecimal digits of the bytes.
std::string hex(std::string_view bytes);

/// A whole decimal number without sign, blanks or overflow.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

/// Whether every character is a letter, a digit or one of `others`.
bool only_alphanumeric_or(std::string_view text, std::string_view others);

/// FNV-1a, stable over platforms and releases; for spreading names, never for secrecy.
std::uint64_t stable_hash(std::string_view text);

}  // namespace berth
