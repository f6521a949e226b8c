#include "rules/services/service_reconcile.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "rules/services/completion.hpp"
#include "rules/services/schedules/schedules.hpp"

namespace berth::rules {

namespace {

void schedule(Round& round) {
  if (is_external(round.service)) {
    schedule_task_sets(round);
    return finish_task_sets(round);
  }
  check(round.facts.record != nullptr, "a deployment has its record");
  heed_requests(round);
  const bool rests = is_daemon(round.service) ? schedule_daemon(round) : schedule_replica(round);
  finish(round, rests ? Rest::reached : Rest::pending);
}

}  // namespace

ServicePlan reconcile(const ServiceFacts& facts, Instant now) {
  Round round(facts, now);
  round.observe();
  schedule(round);
  // Its row is rewritten once a round.
  std::erase_if(round.plan.became_healthy,
                [&](const model::Task* task) { return round.stopping_now(*task); });
  round.plan.service_changed = round.changed;
  return std::move(round.plan);
}

}  // namespace berth::rules
