#include "api/ecs/placement.hpp"

#include "api/ecs/names.hpp"
#include "rules/placement/constraint.hpp"
#include "rules/placement/strategy.hpp"

namespace berth::api::ecs {

Result<std::vector<gen::ecs::PlacementConstraint>> read_placement_constraints(
    const std::optional<std::vector<gen::ecs::PlacementConstraint>>& constraints,
    gen::ecs::LaunchType launch_type) {
  if (!filled(constraints)) return {};
  if (launch_type == gen::ecs::LaunchType::fargate) {
    return fail(ErrorCode::invalid_parameter,
                "Placement constraints are not supported with FARGATE launch type.");
  }
  TRY_VOID(rules::check_constraints(*constraints));
  return *constraints;
}

Result<rules::PlacementStrategies> read_placement_strategy(
    const std::optional<rules::PlacementStrategies>& strategies, gen::ecs::LaunchType launch_type) {
  if (!filled(strategies)) return {};
  if (launch_type == gen::ecs::LaunchType::fargate) {
    return fail(ErrorCode::invalid_parameter,
                "Placement strategies are not supported with FARGATE launch type.");
  }
  return rules::normalize_strategies(*strategies);
}

rules::QueriedInstance queried(const state::State& view, const model::ContainerInstance& instance) {
  const auto& load = view.occupancy().on(instance.arn);
  rules::QueriedInstance asked{instance, load.running, {}};
  for (const auto& [key, count] : load.by_group) asked.task_groups.push_back(key.second);
  return asked;
}

}  // namespace berth::api::ecs
