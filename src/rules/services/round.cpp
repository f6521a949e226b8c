#include "rules/services/round.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rules/deployments/image_versions.hpp"
#include "rules/services/service_events.hpp"

namespace berth::rules {

namespace {

using namespace std::chrono_literals;
using model::Deployment;
using model::DeploymentStatus;
using model::Task;

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

}  // namespace

Round::Round(const ServiceFacts& facts_of, Instant time)
    : facts(facts_of), now(time), service(*facts_of.service) {
  plan.service = service;
}

void Round::observe() {
  learn_image_versions();
  take_standings();
  account_for_ended();
  note_healthy();
  for (const auto& each : tasks) {
    if (each.running && each.facts->targets == TargetStanding::unregistered) {
      plan.register_targets.push_back(&each.task());
    }
  }
  tell_missing_groups();
}

/// Of each deployment, one task.
void Round::tell_missing_groups() {
  std::set<std::size_t> told;
  for (const auto& each : tasks) {
    if (!each.running || each.facts->targets != TargetStanding::group_missing) continue;
    if (each.deployment && told.insert(*each.deployment).second) {
      tell_standing(group_missing_event(service, *each.facts));
    }
  }
}

bool Round::stopping_now(const Task& task) const {
  return std::ranges::any_of(plan.stop,
                             [&](const StopDecision& decision) { return decision.task == &task; });
}

void Round::look_again_at(Instant when) {
  if (!plan.look_again || when < *plan.look_again) plan.look_again = when;
}

void Round::stop(const TaskStanding& standing, std::string reason) {
  plan.stop.push_back({&standing.task(), std::move(reason)});
}

void Round::stop_for_scaling(const TaskStanding& standing, StopDecision::Cause cause) {
  stop(standing,
       fmt::format("Scaling activity initiated by (deployment {})", standing.task().started_by));
  plan.stop.back().cause = cause;
}

void Round::count_failure(Deployment& failed) {
  ++failed.failed_tasks;
  ++failed.failure_count;
  failed.updated_at = now;
  changed = true;
}

void Round::set_desired(Deployment& changed_one, std::int32_t count) {
  if (changed_one.desired_count == count) return;
  changed_one.desired_count = count;
  changed_one.updated_at = now;
  changed = true;
}

model::ServiceDeployment& Round::record() {
  if (!plan.record) plan.record = *facts.record;
  plan.record->updated_at = now;
  return *plan.record;
}

void Round::learn_image_versions() {
  for (const auto& each : facts.tasks) {
    if (!each.revision) continue;
    auto known =
        std::ranges::find(plan.revisions, each.revision->arn, &model::ServiceRevision::arn);
    const auto& revision = known == plan.revisions.end() ? *each.revision : *known;
    if (!tells_digests(revision, *each.task)) continue;
    if (known == plan.revisions.end()) {
      known = plan.revisions.insert(known, *each.revision);
    }
    learn_digests(*known, *each.task);
  }
}

void Round::take_standings() {
  for (const auto& each : facts.tasks) {
    const auto* revision = each.revision;
    for (const auto& learnt : plan.revisions) {
      if (revision && learnt.arn == revision->arn) revision = &learnt;
    }
    tasks.push_back(standing_of(each, plan.service, revision, now));
    if (tasks.back().changes_at) look_again_at(*tasks.back().changes_at);
  }
}

Deployment* Round::wanted_deployment(const TaskStanding& standing) {
  if (!standing.deployment) return nullptr;
  auto& found = deployment(*standing.deployment);
  const bool wanted = found.task_set || found.status == DeploymentStatus::primary;
  return wanted ? &found : nullptr;
}

void Round::account_for_ended() {
  for (const auto& each : tasks) {
    const auto& task = each.task();
    auto* mine = wanted_deployment(each);
    if (is_alive(task)) {
      if (mine && task.started_at) note_started(*mine, *task.started_at);
      continue;
    }
    plan.account.push_back(&task);
    if (!mine) continue;
    if (died_young(task)) pause_starts(*mine);
    if (!ended_by_itself(task)) continue;
    if (!task.healthy_at) count_failure(*mine);
    if (!task.started_at) count_failed_start(*mine, task.created_at);
  }
}

void Round::pause_starts(Deployment& deployment) {
  auto& until = deployment.throttled_until;
  until = std::max(until.value_or(now), now + young_death_pause);
  changed = true;
}

/// Only a task that started after the last failure ends a row of failures: older ones, which go on
/// beside them, tell nothing about what fails now.
void Round::note_started(Deployment& deployment, Instant started_at) {
  if (deployment.failed_starts == 0) return;
  if (deployment.start_failed_at && started_at <= *deployment.start_failed_at) return;
  deployment.failed_starts = 0;
  deployment.start_failed_at.reset();
  deployment.throttled_until.reset();
  deployment.updated_at = now;
  changed = true;
}

/// Tasks that were there when the last one failed belong to the attempt that failed with it.
void Round::count_failed_start(Deployment& deployment, Instant created_at) {
  if (deployment.start_failed_at && created_at <= *deployment.start_failed_at) return;
  ++deployment.failed_starts;
  deployment.start_failed_at = now;
  deployment.throttled_until = now + start_delay(deployment.failed_starts);
  if (deployment.failed_starts == failures_told_at) {
    tell(fmt::format("(service {}) is unable to consistently start tasks successfully.",
                     service.name));
  }
}

void Round::note_healthy() {
  for (const auto& each : tasks) {
    if (!each.healthy || each.task().healthy_at) continue;
    plan.became_healthy.push_back(&each.task());
    auto* mine = wanted_deployment(each);
    if (!mine) continue;
    const bool resets = service.circuit_breaker.reset_on_healthy_task;
    changed |= mine->failed_tasks > 0 || (resets && mine->failure_count > 0);
    mine->failed_tasks = 0;
    if (resets) mine->failure_count = 0;
  }
}

Duration start_delay(std::int32_t failed_starts) {
  if (failed_starts <= 1) return 1s;
  if (failed_starts == 2) return 5s;
  if (failed_starts == 3) return 30s;
  const auto doublings = std::min(failed_starts - 4, 4);
  return std::min<Duration>(60s * (1 << doublings), 15min);
}

}  // namespace berth::rules
