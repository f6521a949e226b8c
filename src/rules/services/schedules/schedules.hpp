#pragma once
// Whose schedule decides in a round: each puts starts and stops into the plan and says whether the
// service is at rest, with all its tasks as they shall be.

#include "rules/services/round.hpp"

namespace berth::rules {

/// REPLICA with the rolling update of ECS: desired_count tasks of the newest deployment.
bool schedule_replica(Round& round);

/// DAEMON: a task on each suitable instance (behaviour §1.16).
bool schedule_daemon(Round& round);

/// A task set's part of the service's desired count, rounded up (ECS:
/// TaskSet.computedDesiredCount).
std::int32_t computed_desired_count(std::int32_t desired_count, double scale_percent);

/// EXTERNAL: each task set at its part of desired_count (behaviour §1.12).
void schedule_task_sets(Round& round);

/// Availability zone rebalancing of a replica service at rest (behaviour §1.15): starts tasks in
/// the emptiest zones. Their surplus is then stopped in the fullest ones.
void even_out_zones(Round& round);

}  // namespace berth::rules
