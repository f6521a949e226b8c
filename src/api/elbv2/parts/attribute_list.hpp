#pragma once
// Lists of {Key, Value} as requests and answers carry attributes, for each kind of resource.

#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "rules/load_balancing/attributes.hpp"

namespace berth::api::elbv2::parts {

using AttributeRules = std::span<const rules::load_balancing::AttributeRule>;

/// `current` with the changes that a request lists.
template <class Attribute>
Result<model::AttributeMap> read_attributes(AttributeRules rules, model::AttributeMap current,
                                            const std::vector<Attribute>& changes) {
  std::vector<rules::load_balancing::Attribute> pairs;
  for (const auto& change : changes) {
    if (!change.key) return fail(ErrorCode::validation, "An attribute key must be specified");
    pairs.emplace_back(*change.key, change.value.value_or(""));
  }
  return rules::load_balancing::changed_attributes(rules, std::move(current), pairs);
}

/// Every attribute of the kind with its value.
template <class Attribute>
std::vector<Attribute> show_attributes(AttributeRules rules, const model::AttributeMap& stored) {
  std::vector<Attribute> shown;
  for (auto& [key, value] : rules::load_balancing::all_attributes(rules, stored)) {
    shown.push_back({.key = key, .value = value});
  }
  return shown;
}

}  // namespace berth::api::elbv2::parts
