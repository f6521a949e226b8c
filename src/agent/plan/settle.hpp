#pragma once
// What follows at once from what a task's record says, without asking the engine: an essential
// container that ended stops the task, a container whose dependency failed never starts, a task
// whose containers all run is RUNNING. Pure; repeating it changes nothing.

#include <set>

#include "agent/plan/step.hpp"
#include "agent/task_record.hpp"

namespace berth::agent::plan {

/// Containers whose true state is in doubt, until somebody looked at them.
using Doubts = std::set<std::size_t>;

/// Draws every conclusion and queues the reports that they call for. A container in doubt may run
/// although the record says CREATED, so it is not given up unseen.
void settle(TaskRecord& task, const StepsUnderWay& steps, const Doubts& doubts, Instant now);

/// The server, or an essential container, wants the task gone. `reason` becomes the task's if it
/// has none yet. Harmless when repeated.
void want_stopped(TaskRecord& task, std::string reason);

/// Queues a report of container changes alone, unless one of the task's status took them along.
void report_changes(TaskRecord& task);

}  // namespace berth::agent::plan
