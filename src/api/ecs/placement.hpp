#pragma once
// The placement members of RunTask and the services, and what a cluster query sees.

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "gen/ecs/types.hpp"
#include "rules/placement/placement.hpp"
#include "state/state.hpp"

namespace berth::api::ecs {

/// The constraints, checked. `invalid_parameter` for what is none, and for any with Fargate.
Result<std::vector<gen::ecs::PlacementConstraint>> read_placement_constraints(
    const std::optional<std::vector<gen::ecs::PlacementConstraint>>& constraints,
    gen::ecs::LaunchType launch_type);

/// The strategies in the form that ECS shows. Errors as for the constraints.
Result<rules::PlacementStrategies> read_placement_strategy(
    const std::optional<rules::PlacementStrategies>& strategies, gen::ecs::LaunchType launch_type);

/// What a cluster query may ask of the instance. Its texts point into `view`.
rules::QueriedInstance queried(const state::State& view, const model::ContainerInstance& instance);

}  // namespace berth::api::ecs
