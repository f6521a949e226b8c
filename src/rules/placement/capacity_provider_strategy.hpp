#pragma once
// How tasks are divided among capacity providers (behaviour §1.6.5): the first `base` tasks go to
// the provider that has a base, the others follow the weights.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/capacity_provider_strategy.hpp"

namespace berth::rules {

/// ECS: CreateServiceRequest.capacityProviderStrategy.
constexpr std::size_t capacity_providers_max = 20;

/// `invalid_parameter` for what no tasks can be divided by. `associated` are the providers of the
/// cluster.
Result<void> check_strategy(const model::CapacityProviderStrategy& strategy,
                            const std::vector<std::string>& associated);

/// Tasks by the name of their provider.
using ProviderCounts = std::map<std::string, std::int32_t, std::less<>>;

/// Whose the next task is beside those that there are.
const std::string& next_provider(const model::CapacityProviderStrategy& strategy,
                                 const ProviderCounts& counts);

/// How many tasks the provider has beyond its part of them: what goes first when there are too
/// many. In weights, so that providers compare.
std::int64_t beyond_its_part(const model::CapacityProviderStrategy& strategy,
                             const ProviderCounts& counts, const std::string& provider);

}  // namespace berth::rules
