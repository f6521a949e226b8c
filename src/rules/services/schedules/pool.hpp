#pragma once
// A pool: tasks that are kept at a count together, start first or stop first as two percentages
// say. A REPLICA service is one pool, whose newest deployment replaces the older ones; each task
// set is a pool of its own (behaviour §1.9.3 to §1.9.5).

#include <cstdint>
#include <vector>

#include "rules/services/round.hpp"

namespace berth::rules {

struct Pool {
  /// Whose tasks are wanted: its place in the service's list.
  std::size_t deployment = 0;
  std::int32_t desired_count = 0;
  /// Of desired_count: how many stay healthy, how many are there at most.
  std::int32_t healthy_percent_min = 100;
  std::int32_t percent_max = 200;
  /// Failed deployments replace and start nothing: what is left of older ones is all that serves.
  enum class Mode : std::uint8_t { kept, failed, emptied } mode{};
  /// Wanted tasks of the deployment, and of those that it replaces.
  std::vector<const TaskStanding*> own, old;
};

/// Puts what the pool needs into the plan: starts, then stops.
void keep_at_count(Round& round, const Pool& pool);

/// All wanted own tasks, and no others, are healthy and as many as wanted, and none is on the move.
bool is_at_rest(const Round& round, const Pool& pool);

}  // namespace berth::rules
