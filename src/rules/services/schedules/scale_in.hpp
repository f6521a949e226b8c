#pragma once
// Which tasks of a service go when there are too many (behaviour §1.9.4).

#include <vector>

#include "model/service.hpp"
#include "rules/services/task_standing.hpp"

namespace berth::rules {

/// The first `count` of `tasks` to go: those not RUNNING, those whose checks fail, those on
/// draining instances, those not healthy yet, those beyond their capacity provider's part, then as
/// the placement strategy says, so that what stays is spread or packed as it was placed. Without a
/// strategy: from the fullest zone, then the fullest instance. `stay` are tasks that cannot go, but
/// count in what is even.
std::vector<const TaskStanding*> choose_to_stop(const std::vector<const TaskStanding*>& tasks,
                                                std::size_t count, const model::Service& service,
                                                const std::vector<const TaskStanding*>& stay = {});

}  // namespace berth::rules
