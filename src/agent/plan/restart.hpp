#pragma once
// restartPolicy: is a container that ended to be started again in place (agent-protocol §7.5)?

#include "agent/task_record.hpp"

namespace berth::agent::plan {

/// Whether another run follows the one that began at the container's `started_at`: the task is to
/// run on, the policy is enabled and does not ignore the exit code, and the run lasted as long as
/// restartAttemptPeriod.
bool may_restart(const TaskRecord& task, const ContainerRecord& container, const End& end);

}  // namespace berth::agent::plan
