#include "rules/services/schedules/pool.hpp"
#include "rules/services/schedules/schedules.hpp"

namespace berth::rules {

bool schedule_replica(Round& round) {
  const auto& service = round.plan.service;
  const auto& primary = service.deployments.front();
  Pool pool;
  pool.desired_count = service.desired_count;
  pool.healthy_percent_min = service.minimum_healthy_percent;
  pool.percent_max = service.maximum_percent;
  if (primary.rollout_state == model::RolloutState::failed) pool.mode = Pool::Mode::failed;
  if (!round.is_active()) pool.mode = Pool::Mode::emptied;
  if (!round.is_active()) pool.desired_count = 0;
  for (const auto& each : round.tasks) {
    if (each.wanted) (each.deployment == 0u ? pool.own : pool.old).push_back(&each);
  }
  keep_at_count(round, pool);
  const bool rests = is_at_rest(round, pool);
  even_out_zones(round);
  return rests && round.plan.start.empty();
}

}  // namespace berth::rules
