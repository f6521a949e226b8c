#include "api/ec2/filters.hpp"

#include <fmt/format.h>

namespace berth::api::ec2 {

bool matches_pattern(std::string_view pattern, std::string_view value) {
  std::size_t at = 0, read = 0;
  // Where to continue when the last star has to take one character more.
  std::optional<std::size_t> star;
  std::size_t taken = 0;
  while (read < value.size()) {
    const bool escaped = at + 1 < pattern.size() && pattern[at] == '\\' &&
                         (pattern[at + 1] == '*' || pattern[at + 1] == '?');
    if (!escaped && at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = read;
    } else if (escaped && pattern[at + 1] == value[read]) {
      at += 2;
      ++read;
    } else if (!escaped && at < pattern.size() &&
               (pattern[at] == '?' || pattern[at] == value[read])) {
      ++at;
      ++read;
    } else if (star) {
      at = *star + 1;
      read = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

bool matches_any(const Values& values, const gen::ec2::Filter& filter) {
  if (!filter.values) return false;
  return std::ranges::any_of(*filter.values, [&](const std::string& pattern) {
    return std::ranges::any_of(
        values, [&](const std::string& value) { return matches_pattern(pattern, value); });
  });
}

std::unexpected<Error> invalid_filter(std::string_view name) {
  return fail(ErrorCode::invalid_parameter_value, fmt::format("The filter '{}' is invalid", name));
}

std::optional<Values> tag_values(const std::optional<std::vector<gen::ec2::Tag>>& tags,
                                 std::string_view name) {
  constexpr std::string_view by_key = "tag:";
  const bool keys = name == "tag-key";
  if (!keys && name != "tag-value" && !name.starts_with(by_key)) return std::nullopt;
  Values values;
  if (!tags) return values;
  for (const auto& tag : *tags) {
    if (keys) {
      values.push_back(tag.key.value_or(""));
    } else if (name == "tag-value" || name.substr(by_key.size()) == tag.key) {
      values.push_back(tag.value.value_or(""));
    }
  }
  return values;
}

}  // namespace berth::api::ec2
