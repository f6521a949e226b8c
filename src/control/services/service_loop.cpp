#include "control/services/service_loop.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "control/services/service_facts.hpp"
#include "control/services/service_start.hpp"
#include "launch/task_targets.hpp"
#include "rules/deployments/circuit_breaker.hpp"
#include "rules/deployments/deployment_record.hpp"
#include "rules/services/service_actions.hpp"
#include "rules/services/service_events.hpp"
#include "rules/services/standing_events.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::control {

namespace {

using namespace std::chrono_literals;

constexpr Duration retry_placement_after = 10s;
constexpr Duration aws_round = 10s;

}  // namespace

/// One look at one service: its facts, the plan, and the commands that grow from it.
struct ServiceLoop::Round {
  const model::Service& service;
  Instant now;
  rules::ServiceFacts facts;
  rules::ServicePlan plan;
  std::vector<state::Command> commands{};
  std::vector<std::string> events{};
};

void ServiceLoop::start() {
  for (const auto& [arn, service] : ledger_.state().services()) note(arn);
}

void ServiceLoop::on_change(const state::Change& change) {
  const auto& state = ledger_.state();
  switch (change.subject) {
    case state::Subject::service: return note(model::ServiceArn{change.key});
    case state::Subject::service_deployment: {
      const auto* record =
          state.service_deployments().find(model::ServiceDeploymentArn{change.key});
      if (record && !is_over(record->status)) note(record->service_arn);
      return;
    }
    case state::Subject::task: return note_task(model::TaskArn{change.key});
    case state::Subject::target_group: {
      const auto& behind = state.services_behind(model::TargetGroupArn{change.key});
      return dirty_.insert(behind.begin(), behind.end());
    }
    case state::Subject::container_instance:
      return note_around(model::ContainerInstanceArn{change.key});
    case state::Subject::everything:
      dirty_.clear();
      due_.clear();
      looked_at_.clear();
      places_.clear();
      return waiting_for_room_.clear();
    default: return;
  }
}

void ServiceLoop::note_task(const model::TaskArn& arn) {
  const auto& state = ledger_.state();
  const auto* task = state.tasks().find(arn);
  if (!task || !task->service_arn) return;
  note(*task->service_arn);
  // Daemons leave a draining instance after all others.
  if (is_alive(*task)) return;
  const auto* instance = state.container_instances().find(task->container_instance_arn);
  if (!instance || instance->status != model::ContainerInstanceStatus::draining) return;
  for (const auto& daemon : state.daemons_in(task->cluster_arn)) note(daemon);
}

/// The instance may have come, begun to drain, got other attributes or lost its agent.
void ServiceLoop::note_around(const model::ContainerInstanceArn& arn) {
  const auto& state = ledger_.state();
  for (const auto& service : waiting_for_room_) note(service);
  for (const auto& id : state.tasks_on(arn)) {
    const auto& task = state.tasks().at(id);
    if (task.service_arn) note(*task.service_arn);
  }
  const auto* instance = state.container_instances().find(arn);
  if (!instance) {
    places_.erase(arn);
    return;
  }
  for (const auto& daemon : state.daemons_in(instance->cluster_arn)) note(daemon);
  note_place(*instance);
}

/// An instance that may be used again, or in another way, takes tasks of services that are evened
/// out over zones.
void ServiceLoop::note_place(const model::ContainerInstance& instance) {
  const auto& state = ledger_.state();
  std::optional<std::uint32_t> place;
  if (instance.status == model::ContainerInstanceStatus::active && instance.agent_connected) {
    const auto& slots = state.places_in(instance.cluster_arn);
    const auto slot = std::ranges::lower_bound(
        slots, instance.arn, {},
        [](const auto& each) -> const auto& { return each.instance->arn; });
    // Fargate's own instances are in no cluster's places.
    if (slot != slots.end() && slot->instance == &instance) place = slot->attribute_class;
  }
  if (std::exchange(places_[instance.arn], place) == place) return;
  for (const auto& arn : state.services_in(instance.cluster_arn)) {
    const auto& service = state.services().at(arn);
    if (service.availability_zone_rebalancing == gen::ecs::AvailabilityZoneRebalancing::enabled) {
      note(arn);
    }
  }
}

std::optional<Instant> ServiceLoop::due() const {
  std::optional<Instant> first;
  for (const auto& [arn, when] : due_) {
    if (!first || when < *first) first = when;
  }
  return first;
}

void ServiceLoop::step(Instant now) {
  for (auto& [arn, when] : due_) {
    if (when <= now) note(arn);
  }
  for (const auto& arn : std::exchange(dirty_, {})) {
    if (!must_wait(arn, now)) look(arn, now);
  }
}

/// At the pace of ECS a service is looked at once in a round.
bool ServiceLoop::must_wait(const model::ServiceArn& arn, Instant now) {
  if (pace_ == Pace::at_once) return false;
  const auto [last, first_time] = looked_at_.try_emplace(arn, now);
  const auto next = last->second + aws_round;
  if (!first_time && now < next) {
    due_[arn] = next;
    return true;
  }
  last->second = now;
  return false;
}

void ServiceLoop::look_again_at(const model::ServiceArn& arn, Instant when) {
  const auto [known, fresh] = due_.try_emplace(arn, when);
  known->second = std::min(known->second, when);
}

void ServiceLoop::look(const model::ServiceArn& arn, Instant now) {
  due_.erase(arn);
  waiting_for_room_.erase(arn);
  const auto& state = ledger_.state();
  const auto* service = state.services().find(arn);
  if (!service || service->status == model::ServiceStatus::inactive) {
    looked_at_.erase(arn);
    return account_leftovers(arn, now);
  }
  Round round{*service, now, service_facts(state, *service, now), {}};
  round.plan = rules::reconcile(round.facts, now);
  take_notice(round);
  register_targets(round);
  start_tasks(round);
  stop_tasks(round);
  roll_back(round);
  finish_drained(round);
  close(round);
}

void ServiceLoop::take_notice(Round& round) {
  for (const auto* task : round.plan.account) {
    auto drained = launch::drain_targets(ledger_.state(), *task, round.now);
    std::ranges::move(drained, std::back_inserter(round.commands));
    round.commands.push_back(state::UpdateTask{rules::accounted(*task)});
  }
  for (const auto* task : round.plan.became_healthy) {
    round.commands.push_back(state::UpdateTask{rules::became_healthy(*task, round.now)});
  }
}

/// The rows and events that the round leaves.
void ServiceLoop::close(Round& round) {
  auto& plan = round.plan;
  const auto standing = rules::tell_standing(plan.service, plan.standing_events, round.now);
  std::ranges::move(plan.closing_events, std::back_inserter(round.events));
  std::ranges::copy(standing.told, std::back_inserter(round.events));
  const auto& arn = round.service.arn;
  if (standing.look_again) look_again_at(arn, *standing.look_again);
  if (plan.look_again) look_again_at(arn, *plan.look_again);
  for (auto& revision : plan.revisions) {
    round.commands.push_back(state::UpdateServiceRevision{std::move(revision)});
  }
  if (plan.record) {
    round.commands.push_back(state::UpdateServiceDeployment{std::move(*plan.record)});
  }
  if (plan.service_changed || standing.service_changed) {
    round.commands.push_back(state::UpdateService{std::move(plan.service)});
  }
  if (!round.events.empty()) {
    state::AddServiceEvents events{arn, {}};
    for (auto& text : round.events) {
      auto [action, reason] = rules::service_action_of(text);
      events.events.push_back(
          {entropy_.uuid(), round.now, std::move(text), std::move(action), std::move(reason)});
    }
    round.commands.push_back(std::move(events));
  }
  ledger_.commit(std::move(round.commands));
}

/// A service is INACTIVE while its last tasks are still STOPPING; their end is noticed too.
void ServiceLoop::account_leftovers(const model::ServiceArn& arn, Instant now) {
  const auto& state = ledger_.state();
  std::vector<state::Command> commands;
  for (const auto& id : state.tasks_of(arn)) {
    const auto& task = state.tasks().at(id);
    if (is_alive(task)) continue;
    auto drained = launch::drain_targets(state, task, now);
    std::ranges::move(drained, std::back_inserter(commands));
    commands.push_back(state::UpdateTask{rules::accounted(task)});
  }
  ledger_.commit(std::move(commands));
}

void ServiceLoop::register_targets(Round& round) {
  std::map<model::TargetGroupArn, std::vector<model::Target>> by_group;
  for (const auto* task : round.plan.register_targets) {
    for (auto& [arn, target] : launch::targets_of(ledger_.state(), *task, round.now)) {
      const auto& group = ledger_.state().target_groups().at(arn);
      const auto* known = find_target(group, target.key);
      if (known && !launch::is_left_over(*known, *task)) continue;
      by_group[arn].push_back(std::move(target));
    }
  }
  for (auto& [arn, targets] : by_group) {
    round.events.push_back(fmt::format("(service {}) registered {} targets in (target-group {})",
                                       round.service.name, targets.size(), arn.text()));
    round.commands.push_back(state::PutTargets{arn, std::move(targets)});
  }
}

void ServiceLoop::start_tasks(Round& round) {
  auto start = control::start_tasks(ledger_.state(), entropy_, round.facts, round.plan, round.now);
  std::ranges::move(start.commands, std::back_inserter(round.commands));
  std::ranges::move(start.events, std::back_inserter(round.events));
  const auto& arn = round.service.arn;
  if (start.more) note(arn);
  if (start.unplaced.empty()) return;
  waiting_for_room_.insert(arn);
  look_again_at(arn, round.now + retry_placement_after);
  for (const auto& text : start.unplaced) {
    if (!round.service.standing_events.contains(text)) {
      log_.warn("task unplaced", {{"service", arn.text()}, {"reason", text}});
    }
  }
  std::ranges::move(start.unplaced, std::back_inserter(round.plan.standing_events));
}

void ServiceLoop::stop_tasks(Round& round) {
  std::ranges::move(round.plan.events, std::back_inserter(round.events));
  std::map<model::TargetGroupArn, std::size_t> deregistered;
  std::vector<const model::Task*> draining;
  for (const auto& stop : round.plan.stop) {
    auto commands = launch::stop_task(ledger_.state(), *stop.task,
                                      gen::ecs::TaskStopCode::service_scheduler_initiated,
                                      stop.reason, round.now);
    if (commands.size() > 1) draining.push_back(stop.task);
    for (auto& command : commands) {
      if (const auto* put = std::get_if<state::PutTargets>(&command)) {
        deregistered[put->arn] += put->targets.size();
      }
      round.commands.push_back(std::move(command));
    }
  }
  for (const auto& [arn, count] : deregistered) {
    round.events.push_back(fmt::format("(service {}) deregistered {} targets in (target-group {})",
                                       round.service.name, count, arn.text()));
  }
  tell_draining(round, draining);
}

/// Beside other deployments, ECS names the one whose tasks drain.
void ServiceLoop::tell_draining(Round& round, const std::vector<const model::Task*>& draining) {
  const bool several = round.service.deployments.size() > 1;
  std::map<std::string, std::size_t> by_deployment;
  for (const auto* task : draining) {
    ++by_deployment[several ? ", taskSet " + task->started_by : std::string()];
  }
  for (const auto& [which, count] : by_deployment) {
    round.events.push_back(fmt::format("(service {}{}) has begun draining connections on {} tasks.",
                                       round.service.name, which, count));
  }
}

void ServiceLoop::roll_back(Round& round) {
  auto& plan = round.plan;
  if (plan.rollback == rules::ServicePlan::Rollback::none) return;
  const auto& back_to = ledger_.state().service_revisions().at(*plan.service.last_completed);
  rules::roll_back(plan.service, back_to, model::DeploymentId{"ecs-svc/" + entropy_.decimal(19)},
                   round.now);
  if (!plan.record) plan.record = *round.facts.record;
  rules::begin_rollback(*plan.record, back_to.arn, round.now);
  round.events.push_back(rules::rolling_back_event(plan.service));
  log_.warn("deployment rolled back", {{"service", plan.service.arn.text()},
                                       {"deployment", plan.service.deployments.front().id.text()}});
}

/// DEACTIVATING ends when none of the task's targets is left in its groups.
void ServiceLoop::finish_drained(Round& round) {
  for (const auto& facts : round.facts.tasks) {
    const auto& task = *facts.task;
    if (task.last_status != model::TaskStatus::deactivating) continue;
    const auto targets = launch::targets_of(ledger_.state(), task, round.now);
    const bool left = std::ranges::any_of(targets, [&](const launch::TaskTarget& entry) {
      return find_target(ledger_.state().target_groups().at(entry.target_group_arn),
                         entry.target.key) != nullptr;
    });
    if (!left) round.commands.push_back(state::UpdateTask{rules::targets_drained(task, round.now)});
  }
}

}  // namespace berth::control
