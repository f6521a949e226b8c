#include <algorithm>
#include <cmath>

#include "rules/services/schedules/pool.hpp"
#include "rules/services/schedules/schedules.hpp"

namespace berth::rules {

namespace {

using gen::ecs::StabilityStatus;
using model::DeploymentStatus;

Pool pool_of(const Round& round, std::size_t place) {
  const auto& set = round.plan.service.deployments[place];
  Pool pool;
  pool.deployment = place;
  const bool kept = round.is_active() && set.status != DeploymentStatus::draining;
  if (kept) {
    pool.desired_count =
        computed_desired_count(round.service.desired_count, set.task_set->scale_percent);
  } else {
    pool.mode = Pool::Mode::emptied;
  }
  for (const auto& each : round.tasks) {
    if (each.wanted && each.deployment == place) pool.own.push_back(&each);
  }
  return pool;
}

/// ECS: TaskSet.stabilityStatus.
bool is_stable(const Round& round, const Pool& pool) {
  if (static_cast<std::int32_t>(pool.own.size()) != pool.desired_count) return false;
  return std::ranges::all_of(pool.own, [&](const TaskStanding* each) {
    return each->passing && !each->displaced && !round.stopping_now(each->task());
  });
}

void note_stability(Round& round, model::Deployment& set, bool stable) {
  const auto status = stable ? StabilityStatus::steady_state : StabilityStatus::stabilizing;
  if (set.task_set->stability_status == status) return;
  set.task_set->stability_status = status;
  set.task_set->stability_status_at = round.now;
  round.changed = true;
}

}  // namespace

std::int32_t computed_desired_count(std::int32_t desired_count, double scale_percent) {
  // A hair less, so that 30 % of 10 are 3 though binary fractions say 3.0000000000000004.
  return static_cast<std::int32_t>(std::ceil(desired_count * scale_percent / 100 - 1e-9));
}

void schedule_task_sets(Round& round) {
  for (std::size_t place = 0; place < round.plan.service.deployments.size(); ++place) {
    const auto pool = pool_of(round, place);
    keep_at_count(round, pool);
    auto& set = round.deployment(place);
    round.set_desired(set, pool.desired_count);
    note_stability(round, set, is_stable(round, pool));
  }
}

}  // namespace berth::rules
