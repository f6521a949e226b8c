#pragma once
// Refusing request members that AWS has and Berth does not honour: clearly and by name, never
// silently. A member that is absent, or set to what Berth does anyway, is no reason to refuse.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/shape.hpp"

namespace berth::api {

/// "Berth does not support <what>."
std::unexpected<Error> refuse_member(std::string_view member);

/// Refuses a member that is present.
template <class Value>
Result<void> expect_absent(const std::optional<Value>& value, std::string_view member) {
  if (value) return refuse_member(member);
  return {};
}

/// The same for a list, which says nothing while it is empty.
template <class Item>
Result<void> expect_absent(const std::optional<std::vector<Item>>& value, std::string_view member) {
  if (value && !value->empty()) return refuse_member(member);
  return {};
}

std::unexpected<Error> refuse_value(std::string_view member, std::string_view value,
                                    std::string_view accepted);

/// Refuses an enumerator other than the accepted one; absent is right too.
template <class Enum>
  requires std::is_enum_v<Enum>
Result<void> expect_only(const std::optional<Enum>& value, Enum accepted, std::string_view member) {
  if (value && *value != accepted) return refuse_value(member, text(*value), text(accepted));
  return {};
}

}  // namespace berth::api
