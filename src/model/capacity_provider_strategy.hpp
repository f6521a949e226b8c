#pragma once
// Which capacity providers tasks are divided among (ECS: CapacityProviderStrategyItem).

#include <vector>

#include "gen/ecs/types.hpp"

namespace berth::model {

using CapacityProviderStrategy = std::vector<gen::ecs::CapacityProviderStrategyItem>;

}  // namespace berth::model
