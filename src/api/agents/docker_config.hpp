#pragma once
// A container definition in Docker's words: the Config and HostConfig documents that travel to the
// agent as JSON text (agent protocol §3.7, behaviour §9.1). What the agent itself fills in (image,
// command, environment, binds, ports, links, memory, cpu shares) is not repeated here.

#include "gen/docker/types.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::agents {

gen::docker::ContainerConfig docker_config(const gen::ecs::ContainerDefinition& definition);

gen::docker::HostConfig host_config(const gen::ecs::ContainerDefinition& definition,
                                    const gen::ecs::TaskDefinition& task);

}  // namespace berth::api::agents
