#pragma once
// Container instances as DescribeContainerInstances and events show them.

#include "gen/ecs/types.hpp"
#include "model/events/event.hpp"

namespace berth::api::ecs {

/// Tags are left empty.
gen::ecs::ContainerInstance show_container_instance(const model::InstanceStanding& standing);

}  // namespace berth::api::ecs
