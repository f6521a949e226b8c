#pragma once
// The step that makes sure of the VPC's bridge network on this host.

#include <boost/asio/awaitable.hpp>

#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// Refused: ContainerNetworkingError, as the reason of the whole task.
boost::asio::awaitable<StepResult<void>> prepare_network(ports::ContainerEngine& engine,
                                                         TaskView task);

}  // namespace berth::agent::steps
