#pragma once
// The step that makes the cgroup which all containers of a task share, with the task's limits.

#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/steps/container_body.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::steps {

/// Answers the parent for HostConfig.CgroupParent, or "" where this host does not let us make one;
/// then container_body limits each container alone. Refused: limits that contradict each other.
boost::asio::awaitable<StepResult<std::string>> prepare_cgroup(ports::ContainerEngine& engine,
                                                               TaskView task);

/// What the task as a whole may use.
ports::TaskLimits task_limits(const TaskView& task);

}  // namespace berth::agent::steps
