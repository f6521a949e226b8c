#pragma once
// Between Docker's own bodies and the simulated engine's containers.

#include "gen/docker/types.hpp"
#include "sim/engine/container.hpp"

namespace berth::sim {

ContainerSpec spec_of(const gen::docker::ContainerCreateBody& body);
gen::docker::ContainerInspect inspect_of(const SimContainer& container);
gen::docker::ContainerSummary summary_of(const SimContainer& container);
gen::docker::ImageInspect inspect_of_image(const std::string& image);
gen::docker::ContainerStats stats_of(const SimContainer& container, Instant now);

/// Whether the container carries "key" or "key=value".
bool has_label(const SimContainer& container, const std::string& label);

}  // namespace berth::sim
