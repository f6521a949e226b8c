#pragma once
// The placement constraints that clients ask for, each with what it means: the invariants judge
// placements by these functions and not by the server's own reading of the expressions.

#include <string>
#include <string_view>

#include "model/container_instance.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

struct Constraint {
  /// The expression of a memberOf.
  std::string_view expression;
  bool (*holds)(const model::ContainerInstance&);
};

inline constexpr std::string_view distinct_instance = "distinctInstance";

/// Null for distinct_instance and for none.
const Constraint* find_constraint(std::string_view expression);

/// An expression, or distinct_instance.
std::string draw_constraint(SimEntropy& entropy);
/// An expression.
std::string draw_member_of(SimEntropy& entropy);

/// As the JSON of a request: ", \"placementConstraints\": …", or nothing.
std::string placement_constraints(const std::string& constraint);

}  // namespace berth::sim
