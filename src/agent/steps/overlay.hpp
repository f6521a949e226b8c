#pragma once
// Lays one Docker document over another, the way Go decodes JSON into a structure that is already
// filled: members that are present win, objects are merged, lists are replaced. This is what
// dockerConfig promises to task definitions (agent-protocol §3.7).

#include <string>

#include "base/result.hpp"
#include "wire/json/json.hpp"

namespace berth::agent::steps {

/// Both are JSON objects, null members count as absent.
std::string overlay_json(const std::string& target, const std::string& source);

/// Reads `text` as a Type and lays it over `target`. Error: the text is no such document.
template <class Type>
Result<void> overlay(Type& target, const std::string& text) {
  // Decoded first, so that names are in Docker's own case and wrong types are told.
  const auto given = TRY(wire::json::decode<Type>(text, {wire::json::Names::any_case}));
  const auto both = overlay_json(wire::json::encode(target), wire::json::encode(given));
  target = TRY(wire::json::decode<Type>(both));
  return {};
}

}  // namespace berth::agent::steps
