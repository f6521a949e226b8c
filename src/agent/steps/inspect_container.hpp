#pragma once
// The step that asks the engine for a container's true state.

#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/plan/transition.hpp"
#include "agent/steps/step_error.hpp"
#include "gen/docker/types.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// By id, or by name as long as no id is recorded. A container that does not exist is an answer
/// too (EngineState::absent).
boost::asio::awaitable<StepResult<plan::Observation>> inspect_container(
    ports::ContainerEngine& engine, std::string id_or_name, Duration timeout);

plan::Observation observation_of(const gen::docker::ContainerInspect& container);

}  // namespace berth::agent::steps
