#pragma once
// The step that makes a task's Docker volumes: scratch space, volumes of the task, and shared ones
// that are to be provisioned.

#include <boost/asio/awaitable.hpp>

#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// Refused: Docker's own text, as the reason of the whole task.
boost::asio::awaitable<StepResult<void>> prepare_volumes(ports::ContainerEngine& engine,
                                                         TaskView task);

}  // namespace berth::agent::steps
