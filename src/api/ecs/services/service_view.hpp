#pragma once
// Services and task sets as the operations on them answer them.

#include "gen/ecs/types.hpp"
#include "state/state.hpp"

namespace berth::api::ecs {

/// Counts, events and revisions come from `view`, but for the revision `fresh`, which it does not
/// hold yet. Tags are left empty.
gen::ecs::Service show_service(const state::State& view, const model::Service& service,
                               const model::ServiceRevision* fresh = nullptr);

gen::ecs::TaskSet show_task_set(const state::State& view, const model::Service& service,
                                const model::Deployment& task_set,
                                const model::ServiceRevision* fresh = nullptr);

gen::ecs::DeploymentConfiguration show_configuration(std::int32_t maximum_percent,
                                                     std::int32_t minimum_healthy_percent,
                                                     const model::CircuitBreaker& breaker);

}  // namespace berth::api::ecs
