#include "rules/services/schedules/pool.hpp"

#include <algorithm>
#include <iterator>

#include "rules/deployments/percent.hpp"
#include "rules/services/schedules/scale_in.hpp"
#include "rules/services/service_events.hpp"

namespace berth::rules {

namespace {

/// Started to even out the zones: it is beside the others until it is healthy for the first time.
bool comes_beside(const TaskStanding& each) {
  return each.task().balances_zones && !each.healthy && !each.task().healthy_at;
}

class Keeper {
 public:
  Keeper(Round& round, const Pool& pool)
      : round_(round),
        pool_(pool),
        most_(running_count_max(pool.desired_count, pool.percent_max)),
        there_(static_cast<std::int32_t>(pool.own.size() + pool.old.size())) {}

  void run() {
    if (pool_.mode == Pool::Mode::kept) start();
    find_spare();
    stop_unhealthy();
    stop_old();
    stop_displaced();
    stop_surplus();
    tell_if_stuck();
  }

 private:
  bool emptied() const { return pool_.mode == Pool::Mode::emptied; }

  void start() {
    std::int32_t serving = 0, sick = 0;
    for (const auto* each : pool_.own) {
      sick += each->sick ? 1 : 0;
      serving += each->sick || each->displaced || comes_beside(*each) ? 0 : 1;
    }
    missing_ = std::max(0, pool_.desired_count - serving);
    const auto count = std::min(missing_, most_ - there_);
    if (count <= 0) return;
    const auto& deployment = round_.deployment(pool_.deployment);
    const auto& until = deployment.throttled_until;
    if (until && round_.now < *until) return round_.look_again_at(*until);
    started_ = count;
    round_.plan.start.push_back(
        {deployment.id, count, std::min(count, sick), std::nullopt, std::nullopt});
  }

  void find_spare() {
    std::int32_t healthy = 0;
    for (const auto* each : pool_.own) healthy += each->healthy ? 1 : 0;
    for (const auto* each : pool_.old) healthy += each->healthy ? 1 : 0;
    floor_ = pool_.mode == Pool::Mode::failed
                 ? pool_.desired_count
                 : healthy_count_min(pool_.desired_count, pool_.healthy_percent_min);
    spare_ = std::max(0, healthy - floor_);
    floor_holds_ = healthy >= floor_;
  }

  void stop(const TaskStanding& each, StopDecision::Cause cause = {}) {
    round_.stop_for_scaling(each, cause);
    note_stop(each);
  }

  void note_stop(const TaskStanding& each) {
    ++stopped_;
    if (each.healthy) --spare_;
  }

  /// An unhealthy task goes once its replacement is healthy. Where maximumPercent or the cluster
  /// leaves no room for one beside it, it goes first.
  void stop_unhealthy() {
    std::int32_t well = 0, fresh = 0;
    count_running();
    for (const auto* each : pool_.own) {
      well += each->healthy ? 1 : 0;
      fresh += each->sick ? 0 : 1;
    }
    const bool without_room = round_.facts.without_room;
    const bool replacement_comes = fresh + (without_room ? 0 : started_) >= pool_.desired_count ||
                                   (!without_room && there_ + started_ < most_);
    for (const auto* each : pool_.own) {
      if (!each->sick) continue;
      if (well < pool_.desired_count && (replacement_comes || !may_make_room())) continue;
      --running_;
      if (!each->other_version) round_.count_failure(round_.deployment(pool_.deployment));
      round_.tell(unhealthy_event(round_.service, *each));
      round_.stop(*each, unhealthy_reason(*each));
      note_stop(*each);
    }
  }

  void count_running() {
    for (const auto* tasks : {&pool_.own, &pool_.old}) {
      for (const auto* each : *tasks) ++(each->running ? running_ : coming_);
    }
  }

  /// Whether one more may go before its replacement is there: as far as the floor allows of those
  /// that run; where it allows none, one after the other.
  bool may_make_room() const {
    const bool complete = coming_ == 0 && stopped_ == 0 && running_ >= pool_.desired_count;
    return running_ > floor_ || complete;
  }

  /// Tasks of older deployments: those that do no work at once, healthy ones as far as spare.
  void stop_old() {
    for (const auto* each : pool_.old) {
      if (each->shielded && !emptied()) continue;
      const bool free = !each->healthy;
      if (free && each->running && !replaceable(*each)) continue;
      if (free || spare_ > 0) stop(*each);
    }
  }

  /// A running old task that is not healthy yet may be about to serve; it goes when it is sick or
  /// when the floor holds without it.
  bool replaceable(const TaskStanding& each) const {
    return each.sick || floor_holds_ || emptied();
  }

  /// Tasks on draining instances (behaviour §1.13): pending ones at once, running ones as
  /// minimumHealthyPercent allows.
  void stop_displaced() {
    for (const auto* each : pool_.own) {
      if (!each->displaced || round_.stopping_now(each->task())) continue;
      const bool free = !each->running || (!each->healthy && floor_holds_);
      if (free || spare_ > 0) stop(*each);
    }
  }

  /// A sick task is no surplus beside its replacement: stop_unhealthy() says when it goes; and
  /// neither is one that must move or comes to even out the zones.
  void stop_surplus() {
    std::vector<const TaskStanding*> mine, beside, shielded;
    for (const auto* each : pool_.own) {
      if (round_.stopping_now(each->task())) continue;
      if (!emptied() && (each->sick || each->displaced)) continue;
      const bool stays = each->shielded && !emptied();
      (stays ? shielded : comes_beside(*each) ? beside : mine).push_back(each);
    }
    const auto others = static_cast<std::int32_t>(mine.size() + shielded.size());
    // Where there are too many without it, it has nothing to even out any more.
    if (emptied() || others > pool_.desired_count)
      std::ranges::move(beside, std::back_inserter(mine));
    const auto surplus =
        static_cast<std::int32_t>(mine.size() + shielded.size()) - pool_.desired_count;
    if (surplus <= 0) return;
    const auto count = static_cast<std::size_t>(surplus);
    const auto cause = cause_of_surplus();
    for (const auto* each : choose_to_stop(mine, count, round_.service, shielded)) {
      stop(*each, cause);
    }
    if (count > mine.size()) {
      const auto& id = round_.deployment(pool_.deployment).id;
      round_.tell_standing(
          protected_event(round_.service, id, static_cast<std::int32_t>(shielded.size())));
    }
  }

  /// A task that was started to even out the zones is one too many once it is healthy.
  StopDecision::Cause cause_of_surplus() const {
    const auto& deployment = round_.deployment(pool_.deployment);
    const bool balances = round_.service.zone_balance == model::ZoneBalance::unbalanced &&
                          pool_.old.empty() && deployment.desired_count == pool_.desired_count &&
                          std::ranges::any_of(pool_.own, [](const auto* each) {
                            return each->task().balances_zones;
                          });
    return balances ? StopDecision::Cause::zone_balance : StopDecision::Cause::any;
  }

  /// Neither may a task be added nor one taken away, whatever happens.
  void tell_if_stuck() {
    const bool stuck = pool_.mode == Pool::Mode::kept && !pool_.old.empty() && missing_ > 0 &&
                       stopped_ == 0 && started_ == 0 && floor_ >= pool_.desired_count &&
                       most_ <= pool_.desired_count;
    if (stuck) round_.tell_standing(stuck_event(round_.service));
  }

  Round& round_;
  const Pool& pool_;
  const std::int32_t most_, there_;
  std::int32_t missing_ = 0, started_ = 0, stopped_ = 0;
  /// How many tasks shall stay healthy, and how many more than those there are.
  std::int32_t floor_ = 0, spare_ = 0;
  bool floor_holds_ = false;
  /// Tasks of the pool that run, and that are on their way.
  std::int32_t running_ = 0, coming_ = 0;
};

}  // namespace

void keep_at_count(Round& round, const Pool& pool) { Keeper(round, pool).run(); }

bool is_at_rest(const Round& round, const Pool& pool) {
  if (!pool.old.empty() || !round.plan.start.empty()) return false;
  const auto moving = [&](const TaskStanding* each) {
    return !each->healthy || each->displaced || round.stopping_now(each->task());
  };
  return static_cast<std::int32_t>(pool.own.size()) == pool.desired_count &&
         std::ranges::none_of(pool.own, moving);
}

}  // namespace berth::rules
