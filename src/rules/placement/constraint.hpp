#pragma once
// What may be asked of placement: the constraints of requests, services and task definitions. Each
// error is `invalid_parameter` with a text for the client.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "gen/ecs/types.hpp"

namespace berth::rules {

/// ECS: CreateServiceRequest.placementConstraints.
constexpr std::size_t placement_constraints_max = 10;

/// distinctInstance alone, or memberOf with an expression of the cluster query language.
Result<void> check_constraints(const std::vector<gen::ecs::PlacementConstraint>& constraints);

/// Only memberOf.
Result<void> check_constraints(
    const std::vector<gen::ecs::TaskDefinitionPlacementConstraint>& constraints);

/// Those of the task definition count too.
Result<void> check_constraint_count(
    const std::vector<gen::ecs::PlacementConstraint>& constraints,
    const std::optional<std::vector<gen::ecs::TaskDefinitionPlacementConstraint>>& of_definition);

}  // namespace berth::rules
