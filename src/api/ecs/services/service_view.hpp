#pragma once
// Services as DescribeServices, CreateService, UpdateService and DeleteService answer them.

#include "gen/ecs/types.hpp"
#include "state/state.hpp"

namespace berth::api::ecs {

/// Counts and events come from `view`; tags are left empty.
gen::ecs::Service show_service(const state::State& view, const model::Service& service);

}  // namespace berth::api::ecs
