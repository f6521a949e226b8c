#include "rules/services/service_reconcile.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/services/circuit_breaker.hpp"
#include "rules/services/image_versions.hpp"
#include "rules/services/percent.hpp"
#include "rules/services/scale_in.hpp"
#include "rules/services/service_events.hpp"

namespace berth::rules {

namespace {

using namespace std::chrono_literals;
using model::Deployment;
using model::DeploymentStatus;
using model::RolloutState;
using model::Service;
using model::ServiceStatus;
using model::Task;
using model::TaskStatus;

constexpr Duration steady_state_repeat = 6h;
constexpr std::int32_t failures_told_at = 3;
constexpr Duration young_age = 10s;
constexpr Duration young_death_pause = 1s;

/// Ended by itself soon after its start. Such tasks do not throttle a service (behaviour §1.9.6),
/// but ECS looks every ten seconds only; without a pause a container that crashes at once would be
/// replaced as fast as this machine can.
bool died_young(const Task& task) {
  return task.started_at && task.stopped_at &&
         task.stop_code == gen::ecs::TaskStopCode::essential_container_exited &&
         *task.stopped_at < *task.started_at + young_age;
}

/// Nobody asked it to stop.
bool ended_by_itself(const Task& task) {
  return task.stop_code == gen::ecs::TaskStopCode::task_failed_to_start ||
         task.stop_code == gen::ecs::TaskStopCode::essential_container_exited;
}

/// One round of decisions about one service. Fields before the steps that fill them.
class Round {
 public:
  Round(const ServiceFacts& facts, Instant now)
      : facts_(facts), now_(now), service_(*facts.service) {
    plan_.service = service_;
  }

  ServicePlan run() {
    note_image_versions();
    take_standings();
    account_for_ended();
    note_healthy();
    register_running();
    if (!is_failed()) decide_starts();
    decide_stops();
    tell_stops();
    break_circuit();
    finish_deployments();
    finish_service();
    // Its row is rewritten once a round.
    std::erase_if(plan_.became_healthy, [&](const Task* task) { return stopping_now(*task); });
    plan_.service_changed = changed_;
    return std::move(plan_);
  }

 private:
  Deployment& primary() { return plan_.service.deployments.front(); }

  bool of_primary(const Task& task) const {
    return task.started_by == service_.deployments.front().id.text();
  }

  bool is_active() const { return service_.status == ServiceStatus::active; }

  bool is_failed() { return primary().rollout_state == RolloutState::failed; }

  bool stopping_now(const Task& task) const {
    return std::ranges::any_of(plan_.stop,
                               [&](const StopDecision& stop) { return stop.task == &task; });
  }

  void look_again_at(Instant when) {
    if (!plan_.look_again || when < *plan_.look_again) plan_.look_again = when;
  }

  void event(std::string text) { plan_.events.push_back(std::move(text)); }

  void note_image_versions() {
    for (const auto& facts : facts_.tasks) {
      if (of_primary(*facts.task)) changed_ |= learn_digests(primary(), *facts.task);
    }
  }

  void take_standings() {
    for (const auto& facts : facts_.tasks) {
      tasks_.push_back(standing_of(facts, plan_.service, now_));
      if (tasks_.back().changes_at) look_again_at(*tasks_.back().changes_at);
    }
  }

  void account_for_ended() {
    for (const auto& facts : facts_.tasks) {
      const auto& task = *facts.task;
      if (is_alive(task)) {
        if (task.started_at && of_primary(task)) note_started();
        continue;
      }
      plan_.account.push_back(&task);
      if (!of_primary(task)) continue;
      if (died_young(task)) pause_starts();
      if (!ended_by_itself(task)) continue;
      if (!task.healthy_at) count_failure();
      if (!task.started_at) count_failed_start();
    }
  }

  void pause_starts() {
    auto& until = primary().throttled_until;
    until = std::max(until.value_or(now_), now_ + young_death_pause);
    changed_ = true;
  }

  void note_started() {
    if (primary().failed_starts == 0) return;
    primary().failed_starts = 0;
    primary().throttled_until.reset();
    primary().updated_at = now_;
    changed_ = true;
  }

  void count_failed_start() {
    auto& deployment = primary();
    ++deployment.failed_starts;
    deployment.throttled_until = now_ + start_delay(deployment.failed_starts);
    if (deployment.failed_starts == failures_told_at) {
      event(fmt::format("(service {}) is unable to consistently start tasks successfully.",
                        service_.name));
    }
  }

  void count_failure() {
    ++primary().failed_tasks;
    ++primary().failure_count;
    primary().updated_at = now_;
    changed_ = true;
  }

  void note_healthy() {
    for (const auto& each : tasks_) {
      if (!each.healthy || each.task().healthy_at) continue;
      plan_.became_healthy.push_back(&each.task());
      if (!each.primary) continue;
      const bool resets = service_.circuit_breaker.reset_on_healthy_task;
      changed_ |= primary().failed_tasks > 0 || (resets && primary().failure_count > 0);
      primary().failed_tasks = 0;
      if (resets) primary().failure_count = 0;
    }
  }

  void register_running() {
    for (const auto& each : tasks_) {
      if (each.running && each.facts->targets == TargetStanding::unregistered) {
        plan_.register_targets.push_back(&each.task());
      }
    }
  }

  void decide_starts() {
    if (!is_active()) return;
    std::int32_t counted = 0, of_new = 0, sick = 0;
    for (const auto& each : tasks_) {
      if (!each.wanted) continue;
      ++counted;
      if (!each.primary) continue;
      sick += each.sick ? 1 : 0;
      of_new += each.sick || each.displaced ? 0 : 1;
    }
    const auto missing = service_.desired_count - of_new;
    const auto room = running_count_max(service_.desired_count, service_.maximum_percent) - counted;
    const auto start = std::max(0, std::min(missing, room));
    if (start == 0) return;
    const auto& until = primary().throttled_until;
    if (until && now_ < *until) return look_again_at(*until);
    plan_.start = start;
    plan_.replacements = std::min(start, sick);
  }

  void decide_stops() {
    const auto healthy_total = std::ranges::count_if(tasks_, &TaskStanding::healthy);
    // A failed deployment replaces nothing: what is left of older ones is all that serves.
    floor_ = is_failed()
                 ? service_.desired_count
                 : healthy_count_min(service_.desired_count, service_.minimum_healthy_percent);
    spare_ = std::max(0, static_cast<std::int32_t>(healthy_total) - floor_);
    stop_unhealthy();
    stop_old();
    stop_displaced();
    stop_surplus();
  }

  std::string scaling_reason(const Task& task) const {
    return fmt::format("Scaling activity initiated by (deployment {})", task.started_by);
  }

  void stop(const TaskStanding& standing, std::string reason) {
    plan_.stop.push_back({&standing.task(), std::move(reason)});
    if (standing.healthy) --spare_;
  }

  /// An unhealthy task goes once its replacement is healthy, or at once where maximumPercent
  /// leaves no room for a replacement beside it.
  void stop_unhealthy() {
    std::int32_t well = 0, fresh = plan_.start, counted = plan_.start;
    for (const auto& each : tasks_) {
      if (!each.wanted) continue;
      ++counted;
      if (!each.primary) continue;
      well += each.healthy ? 1 : 0;
      fresh += each.sick ? 0 : 1;
    }
    const auto most = running_count_max(service_.desired_count, service_.maximum_percent);
    const bool replacement_comes = fresh >= service_.desired_count || counted < most;
    for (const auto& each : tasks_) {
      if (!each.wanted || !each.primary || !each.sick) continue;
      if (well < service_.desired_count && replacement_comes) continue;
      if (!each.other_version) count_failure();
      event(unhealthy_event(service_, each));
      stop(each, unhealthy_reason(each));
    }
  }

  /// Tasks of older deployments: those that do no work at once, healthy ones as far as spare.
  void stop_old() {
    for (const auto& each : tasks_) {
      if (!each.wanted || each.primary || (each.shielded && is_active())) continue;
      const bool free = !each.healthy;
      if (free && each.running && !replaceable(each)) continue;
      if (free || spare_ > 0) stop(each, scaling_reason(each.task()));
    }
  }

  /// A running old task that is not healthy yet may be about to serve; it goes when it is sick or
  /// when the floor holds without it.
  bool replaceable(const TaskStanding& standing) const {
    return standing.sick || spare_ > 0 || floor_ == 0 || !is_active();
  }

  /// Tasks on draining instances (behaviour §1.13): pending ones at once, running ones as
  /// minimumHealthyPercent allows.
  void stop_displaced() {
    for (const auto& each : tasks_) {
      if (!each.wanted || !each.primary || !each.displaced || stopping_now(each.task())) continue;
      if (!each.running || spare_ > 0) stop(each, scaling_reason(each.task()));
    }
  }

  /// A sick task is no surplus beside its replacement: stop_unhealthy() says when it goes; and
  /// neither is one that must move.
  void stop_surplus() {
    const bool active = is_active();
    std::vector<const TaskStanding*> mine;
    std::int32_t there = 0, shielded = 0;
    for (const auto& each : tasks_) {
      if (!each.wanted || !each.primary || stopping_now(each.task())) continue;
      if (active && (each.sick || each.displaced)) continue;
      ++there;
      if (active && each.shielded) {
        ++shielded;
      } else {
        mine.push_back(&each);
      }
    }
    const auto surplus = there - (active ? service_.desired_count : 0);
    if (surplus <= 0) return;
    const auto count = static_cast<std::size_t>(surplus);
    for (const auto* each : choose_to_stop(mine, count, service_)) {
      stop(*each, scaling_reason(each->task()));
    }
    if (count > mine.size()) tell_once(protected_event(service_, shielded));
  }

  /// Not while it is the newest that was told.
  void tell_once(std::string text) {
    const auto* newest = facts_.newest_event;
    if (plan_.events.empty() && newest && newest->message == text) {
      const auto again = newest->created_at + steady_state_repeat;
      if (now_ < again) return look_again_at(again);
    }
    event(std::move(text));
  }

  void tell_stops() {
    std::vector<const Task*> running;
    std::int32_t pending = 0;
    for (const auto& decision : plan_.stop) {
      if (decision.task->last_status == TaskStatus::running) {
        running.push_back(decision.task);
      } else {
        ++pending;
      }
    }
    if (pending > 0) event(stopped_pending_event(service_, pending));
    if (!running.empty()) event(stopped_running_event(service_, running));
  }

  /// Too many failures end a deployment, and undo it where that is wanted and possible.
  void break_circuit() {
    const auto& breaker = service_.circuit_breaker;
    if (!breaker.enable || !is_active() || primary().rollout_state != RolloutState::in_progress ||
        primary().failure_count < failure_count_max(breaker, service_.desired_count)) {
      return;
    }
    fail_primary(plan_.service, now_);
    plan_.start = 0;
    changed_ = true;
    event(deployment_event(service_, primary(), "deployment failed: tasks failed to start."));
    if (breaker.rollback && can_roll_back(plan_.service)) {
      plan_.rollback = ServicePlan::Rollback::due;
    }
  }

  /// Older deployments leave the list when none of their tasks is alive; the primary completes
  /// when it runs, healthy, alone.
  void finish_deployments() {
    auto& deployments = plan_.service.deployments;
    for (auto& deployment : deployments) {
      if (deployment.status == DeploymentStatus::primary) continue;
      set_desired(deployment, wanted_of(deployment));
    }
    set_desired(primary(), service_.desired_count);
    const auto gone = std::erase_if(deployments, [&](const Deployment& deployment) {
      return deployment.status == DeploymentStatus::active && alive_of(deployment) == 0;
    });
    changed_ |= gone > 0;
    const bool alone = deployments.size() == 1 && healthy_and_alone();
    if (!alone || !is_active()) return;
    if (primary().rollout_state == RolloutState::in_progress) complete();
    if (!is_failed()) tell_once(steady_state_event(service_));
  }

  void set_desired(Deployment& deployment, std::int32_t count) {
    if (deployment.desired_count == count) return;
    deployment.desired_count = count;
    deployment.updated_at = now_;
    changed_ = true;
  }

  std::int32_t wanted_of(const Deployment& deployment) const {
    return static_cast<std::int32_t>(std::ranges::count_if(tasks_, [&](const TaskStanding& each) {
      return each.wanted && each.task().started_by == deployment.id.text() &&
             !stopping_now(each.task());
    }));
  }

  std::int64_t alive_of(const Deployment& deployment) const {
    return std::ranges::count_if(facts_.tasks, [&](const TaskFacts& facts) {
      return is_alive(*facts.task) && facts.task->started_by == deployment.id.text();
    });
  }

  bool healthy_and_alone() const {
    std::int32_t well = 0;
    for (const auto& each : tasks_) {
      if (!each.wanted) continue;
      if (!each.healthy || each.displaced || stopping_now(each.task())) return false;
      ++well;
    }
    return well == service_.desired_count && plan_.start == 0;
  }

  void complete() {
    auto& deployment = primary();
    deployment.rollout_state = RolloutState::completed;
    deployment.rollout_state_reason =
        fmt::format("ECS deployment {} completed.", deployment.id.text());
    deployment.updated_at = now_;
    plan_.service.last_completed = deployment;
    changed_ = true;
    event(deployment_event(service_, deployment, "deployment completed."));
  }

  /// A deleted service is INACTIVE once its last task is at least STOPPING.
  void finish_service() {
    if (service_.status != ServiceStatus::draining) return;
    const bool busy = std::ranges::any_of(facts_.tasks, [](const TaskFacts& facts) {
      return is_alive(*facts.task) && facts.task->last_status < TaskStatus::stopping;
    });
    if (busy || !plan_.stop.empty()) return;
    plan_.service.status = ServiceStatus::inactive;
    plan_.service.closed_at = now_;
    plan_.service.deployments.clear();
    changed_ = true;
  }

  const ServiceFacts& facts_;
  Instant now_;
  const Service& service_;
  ServicePlan plan_;
  std::vector<TaskStanding> tasks_;
  /// How many tasks shall stay healthy, and how many more than those there are.
  std::int32_t floor_ = 0, spare_ = 0;
  bool changed_ = false;
};

}  // namespace

std::int32_t healthy_count_min(std::int32_t desired, std::int32_t percent) {
  return percent_rounded_up(desired, percent);
}

std::int32_t running_count_max(std::int32_t desired, std::int32_t percent) {
  return static_cast<std::int32_t>(std::int64_t{desired} * percent / 100);
}

Duration start_delay(std::int32_t failed_starts) {
  if (failed_starts <= 1) return 1s;
  if (failed_starts == 2) return 5s;
  if (failed_starts == 3) return 30s;
  const auto doublings = std::min(failed_starts - 4, 4);
  return std::min<Duration>(60s * (1 << doublings), 15min);
}

ServicePlan reconcile(const ServiceFacts& facts, Instant now) { return Round(facts, now).run(); }

}  // namespace berth::rules
