#pragma once
// Where a service must have come to once the world is healed: its deployment completed, failed or
// undone, its tasks there and no others; or a true reason why not, told in an event.

#include <string>
#include <vector>

#include "sim/world/world.hpp"

namespace berth::sim {

/// The program of the task definition starts and runs until it is stopped.
bool works(const World& world, const state::State& state, const model::TaskDefinitionArn& arn);

/// One deployment is left, and it has not failed.
bool is_settled(const model::Service& service);

/// Appends a sentence for each thing that is not yet as it should be.
void look_at_service(const World& world, const state::State& state, const model::Service& service,
                     std::vector<std::string>& pending);

}  // namespace berth::sim
