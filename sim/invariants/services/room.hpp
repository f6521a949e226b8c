#pragma once
// Whether an instance could take one more task of a service, by our own arithmetic: the excuse of a
// service that has fewer tasks than it wants.

#include "sim/world/world.hpp"

namespace berth::sim {

/// It is what the service's tasks ask for, whatever its status and room.
bool suits(const state::State& state, const model::ContainerInstance& instance,
           const model::Service& service);

/// ... and has room for one more.
bool has_room(const state::State& state, const model::ContainerInstance& instance,
              const model::Service& service);

/// Some instance takes one more task of the service.
bool has_room(const state::State& state, const model::Service& service);

}  // namespace berth::sim
