#include "rules/services/completion.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/deployments/circuit_breaker.hpp"
#include "rules/deployments/deployment_record.hpp"
#include "rules/services/service_events.hpp"

namespace berth::rules {

namespace {

using model::Deployment;
using model::DeploymentStatus;
using model::RolloutState;
using model::ServiceDeploymentStatus;
using model::ServiceStatus;
using model::Task;
using model::TaskStatus;

void tell_stops(Round& round) {
  std::vector<const Task*> running, balancing;
  std::int32_t pending = 0;
  for (const auto& decision : round.plan.stop) {
    if (decision.task->last_status != TaskStatus::running) {
      ++pending;
    } else if (decision.cause == StopDecision::Cause::zone_balance) {
      balancing.push_back(decision.task);
    } else {
      running.push_back(decision.task);
    }
  }
  if (pending > 0) round.tell(stopped_pending_event(round.service, pending));
  if (!running.empty()) round.tell(stopped_running_event(round.service, running));
  for (auto& text : stopped_to_balance_events(round.service, balancing)) {
    round.tell(std::move(text));
  }
}

bool is_under_way(const Round& round) {
  return round.is_active() &&
         round.plan.service.deployments.front().rollout_state == RolloutState::in_progress;
}

/// Nothing more is started. It is undone where that is wanted and possible.
void fail_deployment(Round& round, std::string_view reason, bool undo) {
  fail_primary(round.plan.service, reason, round.now);
  round.plan.start.clear();
  round.changed = true;
  if (undo && can_roll_back(round.plan.service)) {
    round.plan.rollback = ServicePlan::Rollback::due;
  } else {
    end_failed(round.record(), reason, round.now);
  }
}

void note_failures(Round& round, std::int32_t count, std::int32_t most) {
  const auto& known = round.plan.record ? *round.plan.record : *round.facts.record;
  if (known.failure_count == count && known.failure_threshold == most) return;
  // What its rollback counts is another matter.
  if (is_over(known.status) || known.rollback) return;
  round.record().failure_count = count;
  round.record().failure_threshold = most;
}

/// Too many failures end a deployment, and undo it where that is wanted and possible.
void break_circuit(Round& round) {
  const auto& breaker = round.service.circuit_breaker;
  const auto& primary = round.plan.service.deployments.front();
  const auto most = failure_count_max(breaker, round.service.desired_count);
  note_failures(round, primary.failure_count, most);
  if (!breaker.enable || !is_under_way(round) || primary.failure_count < most) return;
  round.tell(deployment_event(round.service, primary, "deployment failed: tasks failed to start."));
  round.record().circuit_broken = true;
  fail_deployment(round, circuit_breaker_reason, breaker.rollback);
}

std::int32_t wanted_of(const Round& round, std::size_t deployment) {
  return static_cast<std::int32_t>(std::ranges::count_if(round.tasks, [&](const auto& each) {
    return each.wanted && each.deployment == deployment && !round.stopping_now(each.task());
  }));
}

std::int64_t alive_of(const Round& round, const Deployment& deployment) {
  return std::ranges::count_if(round.facts.tasks, [&](const TaskFacts& facts) {
    return is_alive(*facts.task) && facts.task->started_by == deployment.id.text();
  });
}

/// Those without tasks that are not wanted any more leave the list.
void drop_finished(Round& round) {
  const auto gone = std::erase_if(round.plan.service.deployments, [&](const Deployment& each) {
    const auto over = each.task_set ? DeploymentStatus::draining : DeploymentStatus::active;
    return each.status == over && alive_of(round, each) == 0;
  });
  round.changed |= gone > 0;
}

void complete(Round& round) {
  auto& deployment = round.plan.service.deployments.front();
  deployment.rollout_state = RolloutState::completed;
  deployment.rollout_state_reason =
      fmt::format("ECS deployment {} completed.", deployment.id.text());
  deployment.updated_at = round.now;
  round.plan.service.last_completed = deployment.service_revision_arn;
  round.changed = true;
  round.plan.closing_events.push_back(
      deployment_event(round.service, deployment, "deployment completed."));
  end_well(round.record(), round.now);
}

/// A deleted service is INACTIVE once its last task is at least STOPPING.
void finish_service(Round& round) {
  if (round.service.status != ServiceStatus::draining) return;
  const bool busy = std::ranges::any_of(round.facts.tasks, [](const TaskFacts& facts) {
    return is_alive(*facts.task) && facts.task->last_status < TaskStatus::stopping;
  });
  if (busy || !round.plan.stop.empty()) return;
  auto& service = round.plan.service;
  service.status = ServiceStatus::inactive;
  service.closed_at = round.now;
  service.deployments.clear();
  service.standing_events.clear();
  round.changed = true;
}

}  // namespace

void heed_requests(Round& round) {
  if (!round.is_active()) return;
  const auto status = round.facts.record->status;
  if (status == ServiceDeploymentStatus::pending) begin(round.record(), round.now);
  const bool undo = status == ServiceDeploymentStatus::rollback_requested;
  if (!undo && status != ServiceDeploymentStatus::stop_requested) return;
  const auto& primary = round.plan.service.deployments.front();
  round.tell(deployment_event(round.service, primary, "deployment failed: stopped by user."));
  fail_deployment(round, stopped_by_user_reason, undo);
}

void finish(Round& round, Rest rest) {
  tell_stops(round);
  break_circuit(round);
  for (std::size_t i = 0; i < round.plan.service.deployments.size(); ++i) {
    auto& each = round.deployment(i);
    const bool old = each.status != DeploymentStatus::primary;
    round.set_desired(each, old ? wanted_of(round, i) : round.plan.service.desired_count);
  }
  drop_finished(round);
  if (round.is_active() && rest == Rest::reached && round.plan.service.deployments.size() == 1) {
    const auto& primary = round.plan.service.deployments.front();
    if (primary.rollout_state == RolloutState::in_progress) complete(round);
    if (primary.rollout_state != RolloutState::failed) {
      round.tell_standing(steady_state_event(round.service));
    }
  }
  finish_service(round);
}

void finish_task_sets(Round& round) {
  tell_stops(round);
  drop_finished(round);
  finish_service(round);
}

}  // namespace berth::rules
