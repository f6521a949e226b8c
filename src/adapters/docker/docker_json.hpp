#pragma once
// The engine's JSON to and from the generated types. Docker leaves out or sends null where it has
// nothing, and newer engines add members: all that is read without complaint.

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/result.hpp"
#include "gen/docker/types.hpp"
#include "wire/json/json.hpp"

namespace berth::adapters {

/// Error corrupt names `what` the engine was asked for.
template <class Type>
Result<Type> from_docker(std::string_view json, std::string_view what) {
  auto decoded = wire::json::decode<Type>(json, wire::json::tolerant);
  if (decoded && !json.empty()) return decoded;
  return fail(ErrorCode::corrupt,
              fmt::format("The container engine's answer about {} cannot be "
                          "read: {}",
                          what, json.empty() ? "it is empty" : decoded.error().message));
}

template <class Type>
std::string to_docker(const Type& value) {
  return wire::json::encode(value);
}

}  // namespace berth::adapters
