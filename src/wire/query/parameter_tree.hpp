#pragma once
// The flat parameters of a Query request ("Tags.member.1.Key=a") as the tree that their dots
// describe. Building it costs memory in proportion to the request, whatever the numbers in it say.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/http.hpp"
#include "base/result.hpp"

namespace berth::wire::query {

struct Parameter {
  std::optional<std::string_view> value;
  std::map<std::string_view, Parameter> parts;

  /// The part of that name, or null.
  const Parameter* find(std::string_view name) const;
};

inline constexpr std::size_t parameters_max = 20'000;
inline constexpr std::size_t depth_max = 32;

/// The tree refers to the texts in `pairs`. Action, Version and what belongs to the signature are
/// left out. serialization: too many parameters, or too many dots in one.
Result<Parameter> parameter_tree(const std::vector<QueryPair>& pairs);

/// Numbered parts in the order of their numbers; nothing when a name is not a number from 1 on.
std::optional<std::vector<const Parameter*>> numbered(const Parameter& list);

}  // namespace berth::wire::query
