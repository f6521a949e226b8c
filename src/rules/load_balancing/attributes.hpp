#pragma once
// The attributes of load balancers, target groups and listeners (behaviour §2.3, §2.4): one table
// each, with every key that AWS knows for application load balancers, its default and the values it
// may have. Berth accepts every value that it honours, and refuses the others by name.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "model/load_balancer.hpp"

namespace berth::rules::load_balancing {

/// A value is allowed if it is one of `words` or a number from `least` to `most`.
struct AttributeRule {
  std::string_view key;
  std::string_view fallback;          // What Describe answers until the key was set.
  std::string_view words{};           // "true|false"; "*" allows every text.
  std::uint32_t least = 0, most = 0;  // most 0: no number is allowed.
  std::string_view honoured{};        // As words; empty: the default alone.
};

std::span<const AttributeRule> load_balancer_attribute_rules();
std::span<const AttributeRule> target_group_attribute_rules();
std::span<const AttributeRule> listener_attribute_rules();

using Attribute = std::pair<std::string, std::string>;

/// `current` with the changes made; values equal to their default are left out of the map.
/// Errors: validation for an unknown or repeated key or a value that AWS would refuse,
/// unsupported_operation for one that Berth does not honour.
Result<model::AttributeMap> changed_attributes(std::span<const AttributeRule> rules,
                                               model::AttributeMap current,
                                               std::span<const Attribute> changes);

/// Every key of the table with its value, in the table's order.
std::vector<Attribute> all_attributes(std::span<const AttributeRule> rules,
                                      const model::AttributeMap& stored);

/// The value of one key of the table.
std::string attribute_value(std::span<const AttributeRule> rules, const model::AttributeMap& stored,
                            std::string_view key);

}  // namespace berth::rules::load_balancing
