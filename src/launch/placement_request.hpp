#pragma once
// What placement is asked on behalf of a task, and what it is told of an instance.

#include <optional>
#include <vector>

#include "rules/new_task.hpp"
#include "rules/placement/placement.hpp"
#include "state/state.hpp"

namespace berth::launch {

/// Those of the network configuration that exist.
std::vector<const model::Subnet*> subnets_of(
    const state::State& state, const std::optional<gen::ecs::NetworkConfiguration>& network);

/// Everything that an instance must meet. Hidden capacity is ours and has what Fargate offers;
/// attributes and constraints select among instances. Constraints and strategies of the wish must
/// have been validated.
rules::PlacementRequest placement_request(const rules::TaskWish& wish,
                                          const std::vector<const model::Subnet*>& subnets);

/// The instance with what its tasks take of it. Groups are listed only where the request asks for
/// them.
rules::Candidate candidate_of(const state::State& state, const model::ContainerInstance& instance,
                              const rules::TaskWish& wish, const rules::PlacementRequest& request);

/// What a task of the service's deployment is asked to be. Null where its task definition is gone.
std::optional<rules::TaskWish> wish_of(const state::State& state, const model::Service& service,
                                       const model::Deployment& deployment);

}  // namespace berth::launch
