#pragma once
// The end of a round: what is told of its stops, and what is over: deployments that failed,
// completed or have no tasks left, and services that were deleted.

#include "rules/services/round.hpp"

namespace berth::rules {

enum class Rest : std::uint8_t { reached, pending };

/// A client may have asked to stop or undo the deployment under way; its record says so.
void heed_requests(Round& round);

/// Of services with deployments, whatever their schedule.
void finish(Round& round, Rest rest);

/// Of services with task sets.
void finish_task_sets(Round& round);

}  // namespace berth::rules
