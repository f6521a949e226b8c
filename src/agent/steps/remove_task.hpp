#pragma once
// The last step of a task: its containers with their anonymous volumes, its own volumes and its
// cgroup go away. Harmless when repeated.

#include <boost/asio/awaitable.hpp>

#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

boost::asio::awaitable<StepResult<void>> remove_task(ports::ContainerEngine& engine, TaskView task);

}  // namespace berth::agent::steps
