#include "wire/query/parameter_tree.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace berth::wire::query {

namespace {

/// What says how and by whom the request was made, and not what it asks.
constexpr std::array<std::string_view, 8> outside = {
    "Action",        "Version",          "AWSAccessKeyId", "Signature",
    "SecurityToken", "SignatureVersion", "Timestamp",      "SignatureMethod"};

bool belongs_to_request(std::string_view name) {
  return std::ranges::find(outside, name) != outside.end() || name.starts_with("X-Amz-");
}

}  // namespace

const Parameter* Parameter::find(std::string_view name) const {
  const auto found = parts.find(name);
  return found == parts.end() ? nullptr : &found->second;
}

Result<Parameter> parameter_tree(const std::vector<QueryPair>& pairs) {
  if (pairs.size() > parameters_max) {
    return fail(ErrorCode::serialization, "The request has too many parameters");
  }
  Parameter root;
  for (const QueryPair& pair : pairs) {
    if (belongs_to_request(pair.name)) continue;
    const auto names = split(pair.name, '.');
    if (names.size() > depth_max) {
      return fail(ErrorCode::serialization, "A parameter has too many levels");
    }
    Parameter* place = &root;
    for (const auto name : names) place = &place->parts[name];
    place->value = pair.value;
  }
  return root;
}

std::optional<std::vector<const Parameter*>> numbered(const Parameter& list) {
  std::vector<std::pair<std::uint64_t, const Parameter*>> found;
  for (const auto& [name, part] : list.parts) {
    const auto number = parse_unsigned(name);
    if (!number || *number == 0) return std::nullopt;
    found.emplace_back(*number, &part);
  }
  std::ranges::sort(found, {}, &std::pair<std::uint64_t, const Parameter*>::first);
  std::vector<const Parameter*> parts;
  for (const auto& [number, part] : found) parts.push_back(part);
  return parts;
}

}  // namespace berth::wire::query
