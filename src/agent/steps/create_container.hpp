#pragma once
// The step that makes a container. Its name was chosen long before, so when the answer of an
// earlier try was lost the container is found and adopted instead of made twice.

#include <boost/asio/awaitable.hpp>

#include "agent/plan/transition.hpp"
#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// Refused: CannotCreateContainerError, or the name of what is wrong with the task definition.
boost::asio::awaitable<StepResult<plan::Observation>> create_container(
    ports::ContainerEngine& engine, TaskView task, std::size_t index, Variables of_files);

}  // namespace berth::agent::steps
