#pragma once
// The step that ends a running container: SIGTERM, then SIGKILL after the task definition's
// stopTimeout, and the engine's word on how it ended.

#include <boost/asio/awaitable.hpp>

#include "agent/plan/transition.hpp"
#include "agent/steps/container_body.hpp"
#include "ports/clock.hpp"
#include "ports/container_engine.hpp"
#include "ports/entropy.hpp"

namespace berth::agent::steps {

struct StopTools {
  ports::ContainerEngine& engine;
  ports::Clock& clock;
  ports::Entropy& entropy;
};

/// A container that cannot be stopped although the engine answers is given up as ended
/// (CannotStopContainerError), as the ECS agent does.
boost::asio::awaitable<StepResult<plan::Observation>> stop_container(StopTools tools, TaskView task,
                                                                     std::size_t index);

}  // namespace berth::agent::steps
