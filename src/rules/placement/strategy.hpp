#pragma once
// Placement strategies: which of the instances that could take a task is best, and whose task goes
// first when there are too many (behaviour §1.6.3, §1.9.4).

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "rules/placement/placement.hpp"

namespace berth::rules {

/// ECS: CreateServiceRequest.placementStrategy.
constexpr std::size_t placement_strategies_max = 5;

/// The field by which ECS spreads where nothing else is said.
constexpr std::string_view zone_field = "attribute:ecs.availability-zone";

/// What a spread's field tells instances apart by; null for one without the attribute.
const std::string* spread_value(const model::ContainerInstance& instance, std::string_view field);

/// Fields in the form that ECS shows ("instanceId" for host, lower-case cpu and memory).
/// `invalid_parameter` for what is no strategy.
Result<PlacementStrategies> normalize_strategies(PlacementStrategies strategies);

/// Of all candidates, by what the spread's field tells them apart by. Values without a task of the
/// group are left out.
std::map<std::string_view, std::int64_t> tasks_by_value(const std::vector<Candidate>& all,
                                                        std::string_view field);

/// What is left of the field `cpu` (units) or `memory` (MiB) beside what is reserved.
std::int64_t left_of(std::string_view field, const model::ContainerInstance& instance,
                     const model::Resources& reserved);
std::int64_t memory_left(const Candidate& candidate);  // MiB
std::int64_t cpu_left(const Candidate& candidate);     // units

/// The best of `fitting`, which are some of `all` and at least one.
const Candidate* choose(const std::vector<Candidate>& all, std::vector<const Candidate*> fitting,
                        const PlacementRequest& request);

}  // namespace berth::rules
