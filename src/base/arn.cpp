#include "base/arn.hpp"

#include <vector>

#include "base/text.hpp"

namespace berth {

std::optional<Arn> Arn::parse(std::string_view text) {
  std::vector<std::string> parts;
  while (parts.size() < 5) {
    const auto halves = cut(text, ':');
    if (!halves) return std::nullopt;
    parts.emplace_back(halves->before);
    text = halves->after;
  }
  if (parts[0] != "arn" || text.empty()) return std::nullopt;
  return Arn{parts[1], parts[2], parts[3], parts[4], std::string(text)};
}

std::string Arn::text() const {
  return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
}

std::string_view partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  if (region.starts_with("us-gov-")) return "aws-us-gov";
  return "aws";
}

bool is_region(std::string_view text) {
  const auto parts = split(text, '-');
  if (parts.size() < 3 || parts.size() > 4) return false;
  for (const auto part : parts) {
    if (part.empty() || part.size() > 16 || !only_alphanumeric_or(part, "")) return false;
  }
  return lowercase(text) == text && parse_unsigned(parts.back()).has_value();
}

}  // namespace berth
