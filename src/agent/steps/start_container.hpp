#pragma once
// The step that starts a created container and learns what became of it.

#include <boost/asio/awaitable.hpp>

#include "agent/plan/transition.hpp"
#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// Answers what the engine says after the start: the container may run, or have ended already.
/// Refused: CannotStartContainerError.
boost::asio::awaitable<StepResult<plan::Observation>> start_container(
    ports::ContainerEngine& engine, TaskView task, std::size_t index);

}  // namespace berth::agent::steps
