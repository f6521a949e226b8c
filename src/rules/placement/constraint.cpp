#include "rules/placement/constraint.hpp"

#include <fmt/format.h>

#include "rules/placement/cluster_query.hpp"

namespace berth::rules {

namespace {

std::unexpected<Error> wrong(std::string_view what) {
  return fail(ErrorCode::invalid_parameter, fmt::format("Invalid placement constraint: {}.", what));
}

Result<void> check_count(std::size_t count) {
  if (count <= placement_constraints_max) return {};
  return wrong(fmt::format("at most {} can be given", placement_constraints_max));
}

Result<void> check_expression(const std::optional<std::string>& expression) {
  if (!expression) return wrong("memberOf needs an expression");
  TRY_VOID(parse_cluster_query(*expression));
  return {};
}

}  // namespace

Result<void> check_constraints(const std::vector<gen::ecs::PlacementConstraint>& constraints) {
  using Type = gen::ecs::PlacementConstraintType;
  TRY_VOID(check_count(constraints.size()));
  for (const auto& each : constraints) {
    if (!each.type) return wrong("type is missing");
    if (each.type == Type::member_of) TRY_VOID(check_expression(each.expression));
    if (each.type == Type::distinct_instance && each.expression) {
      return wrong("distinctInstance has no expression");
    }
  }
  return {};
}

Result<void> check_constraints(
    const std::vector<gen::ecs::TaskDefinitionPlacementConstraint>& constraints) {
  TRY_VOID(check_count(constraints.size()));
  for (const auto& each : constraints) {
    if (!each.type) return wrong("type is missing");
    TRY_VOID(check_expression(each.expression));
  }
  return {};
}

Result<void> check_constraint_count(
    const std::vector<gen::ecs::PlacementConstraint>& constraints,
    const std::optional<std::vector<gen::ecs::TaskDefinitionPlacementConstraint>>& of_definition) {
  return check_count(constraints.size() + (of_definition ? of_definition->size() : 0));
}

}  // namespace berth::rules
