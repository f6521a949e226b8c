#include "control/service_loop.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "launch/launcher.hpp"
#include "launch/task_targets.hpp"
#include "rules/placement/placement.hpp"
#include "rules/services/circuit_breaker.hpp"
#include "rules/services/service_events.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::control {

namespace {

using namespace std::chrono_literals;
using model::TargetState;
using rules::TargetStanding;

constexpr Duration retry_placement_after = 10s;

rules::TaskFacts facts_of(const state::State& state, const model::Task& task, Instant now) {
  rules::TaskFacts facts{&task};
  facts.instance = state.container_instances().find(task.container_instance_arn);
  facts.reserved = &state.occupancy().on(task.container_instance_arn).reserved;
  const auto* service = state.services().find(*task.service_arn);
  if (!service || service->load_balancers.empty()) return facts;
  const auto targets = launch::targets_of(state, task, now);
  if (targets.size() < service->load_balancers.size()) {
    facts.targets = TargetStanding::unregistered;
    return facts;
  }
  facts.targets = TargetStanding::healthy;
  for (const auto& [arn, wanted] : targets) {
    const auto* target = find_target(state.target_groups().at(arn), wanted.key);
    auto standing = TargetStanding::unregistered;
    if (target) {
      const auto health = target->health.state;
      standing = health == TargetState::healthy     ? TargetStanding::healthy
                 : health == TargetState::unhealthy ? TargetStanding::unhealthy
                 : health == TargetState::draining  ? TargetStanding::draining
                                                    : TargetStanding::initial;
    }
    if (standing == TargetStanding::unhealthy) facts.unhealthy_target_group = arn.text();
    // A sick target outweighs one that is not there yet, and both outweigh healthy ones.
    if (standing == TargetStanding::healthy || facts.targets == TargetStanding::unhealthy) continue;
    facts.targets = standing;
  }
  return facts;
}

model::Tags task_tags(const model::Service& service, const model::TaskDefinition& definition) {
  model::Tags tags;
  if (service.propagate_tags == gen::ecs::PropagateTags::service) tags = service.tags;
  if (service.propagate_tags == gen::ecs::PropagateTags::task_definition) tags = definition.tags;
  if (service.enable_ecs_managed_tags) {
    tags["aws:ecs:clusterName"] = short_id(service.cluster_arn);
    tags["aws:ecs:serviceName"] = service.name;
  }
  return tags;
}

std::string unplaced_message(const model::Service& service,
                             const std::vector<launch::Failure>& failures) {
  if (service.launch_type == gen::ecs::LaunchType::fargate) {
    return fmt::format("(service {}) was unable to place a task. Reason: {}.", service.name,
                       failures.empty() ? "Internal error" : failures.front().reason);
  }
  constexpr auto see =
      "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
  const auto prefix = fmt::format(
      "(service {}) was unable to place a task because no container instance met all of its "
      "requirements.",
      service.name);
  if (failures.empty() || !failures.front().container_instance_arn) {
    return fmt::format("{} Reason: No Container Instances were found in your cluster. {}", prefix,
                       see);
  }
  const auto& closest = failures.front();
  return fmt::format("{} The closest matching container-instance {} {}. {}", prefix,
                     short_id(*closest.container_instance_arn), rules::event_text(closest.reason),
                     see);
}

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
    case state::Subject::task: {
      const auto* task = state.tasks().find(model::TaskArn{change.key});
      if (task && task->service_arn) note(*task->service_arn);
      return;
    }
    case state::Subject::target_group: {
      const auto& behind = state.services_behind(model::TargetGroupArn{change.key});
      return dirty_.insert(behind.begin(), behind.end());
    }
    case state::Subject::container_instance:
      for (const auto& [arn, told] : unplaced_) note(arn);
      // It may have begun to drain.
      for (const auto& arn : state.tasks_on(model::ContainerInstanceArn{change.key})) {
        const auto& task = state.tasks().at(arn);
        if (task.service_arn) note(*task.service_arn);
      }
      return;
    case state::Subject::everything:
      dirty_.clear();
      due_.clear();
      return unplaced_.clear();
    default: return;
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
  for (const auto& arn : std::exchange(dirty_, {})) look(arn, now);
}

void ServiceLoop::look(const model::ServiceArn& arn, Instant now) {
  due_.erase(arn);
  const auto& state = ledger_.state();
  const auto* service = state.services().find(arn);
  if (!service || service->status == model::ServiceStatus::inactive) {
    unplaced_.erase(arn);
    return account_leftovers(arn, now);
  }
  Round round{*service, now, {service, {}, nullptr}, {}};
  for (const auto& task : state.tasks_of(arn)) {
    round.facts.tasks.push_back(facts_of(state, state.tasks().at(task), now));
  }
  const auto& told = state.service_events(arn);
  if (!told.empty()) round.facts.newest_event = &told.front();
  round.plan = rules::reconcile(round.facts, now);

  for (const auto* task : round.plan.account) {
    auto drained = launch::drain_targets(state, *task, now);
    std::ranges::move(drained, std::back_inserter(round.commands));
    round.commands.push_back(state::UpdateTask{rules::accounted(*task)});
  }
  for (const auto* task : round.plan.became_healthy) {
    round.commands.push_back(state::UpdateTask{rules::became_healthy(*task, now)});
  }
  register_targets(round);
  start_tasks(round);
  stop_tasks(round);
  roll_back(round);
  finish_drained(round);
  if (round.plan.service_changed) {
    round.commands.push_back(state::UpdateService{round.plan.service});
  }
  if (!round.events.empty()) {
    state::AddServiceEvents events{arn, {}};
    for (auto& text : round.events)
      events.events.push_back({entropy_.uuid(), now, std::move(text)});
    round.commands.push_back(std::move(events));
  }
  if (round.plan.look_again) {
    const auto known = due_.find(arn);
    if (known == due_.end() || *round.plan.look_again < known->second) {
      due_[arn] = *round.plan.look_again;
    }
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
      if (!find_target(group, target.key)) by_group[arn].push_back(std::move(target));
    }
  }
  for (auto& [arn, targets] : by_group) {
    round.events.push_back(fmt::format("(service {}) registered {} targets in (target-group {})",
                                       round.service.name, targets.size(), arn.text()));
    round.commands.push_back(state::PutTargets{arn, std::move(targets)});
  }
}

void ServiceLoop::start_tasks(Round& round) {
  const auto& arn = round.service.arn;
  if (round.plan.start == 0) {
    unplaced_.erase(arn);
    return;
  }
  const auto& primary = round.plan.service.deployments.front();
  const auto* definition = ledger_.state().find_task_definition(primary.task_definition_arn);
  rules::TaskWish wish{.definition = definition,
                       .cluster_arn = round.service.cluster_arn,
                       .group = "service:" + round.service.name,
                       .started_by = primary.id.text(),
                       .service_arn = arn,
                       .launch_type = round.service.launch_type,
                       .overrides = {},
                       .image_digests = primary.image_digests,
                       .placement_constraints = round.service.placement_constraints,
                       .placement_strategy = round.service.placement_strategy,
                       .enable_execute_command = false,
                       .tags = task_tags(round.service, *definition)};
  launch::Launcher launcher(ledger_.state(), entropy_, std::move(wish),
                            primary.network_configuration, round.now);
  std::vector<model::TaskArn> started;
  while (static_cast<std::int32_t>(started.size()) < round.plan.start) {
    auto launched = launcher.launch();
    if (!launched.task) {
      tell_unplaced(round, unplaced_message(round.service, launched.failures));
      break;
    }
    started.push_back(launched.task->arn);
    round.commands.push_back(state::CreateTask{std::move(*launched.task)});
  }
  if (static_cast<std::int32_t>(started.size()) == round.plan.start) unplaced_.erase(arn);
  if (started.empty()) return;
  const auto replacements =
      std::min(round.plan.replacements, static_cast<std::int32_t>(started.size()));
  round.events.push_back(rules::started_event(round.service, started, replacements));
}

/// Told once until a task is placed again or the reason changes.
void ServiceLoop::tell_unplaced(Round& round, const std::string& message) {
  due_[round.service.arn] = round.now + retry_placement_after;
  if (std::exchange(unplaced_[round.service.arn], message) == message) return;
  round.events.push_back(message);
  log_.warn("task unplaced", {{"service", round.service.arn.text()}, {"reason", message}});
}

void ServiceLoop::stop_tasks(Round& round) {
  // Texts about stops and rollouts stand between what was registered and what drains.
  const auto done = std::ranges::find_if(round.plan.events, [](const std::string& text) {
    return text.ends_with("deployment completed.") || text.ends_with("steady state.");
  });
  round.events.insert(round.events.end(), round.plan.events.begin(), done);
  std::map<model::TargetGroupArn, std::size_t> deregistered;
  std::size_t draining = 0;
  for (const auto& [task, reason] : round.plan.stop) {
    auto commands =
        launch::stop_task(ledger_.state(), *task,
                          gen::ecs::TaskStopCode::service_scheduler_initiated, reason, round.now);
    draining += commands.size() > 1 ? 1 : 0;
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
  if (draining > 0) {
    round.events.push_back(fmt::format("(service {}) has begun draining connections on {} tasks.",
                                       round.service.name, draining));
  }
  round.events.insert(round.events.end(), done, round.plan.events.end());
}

void ServiceLoop::roll_back(Round& round) {
  if (round.plan.rollback == rules::ServicePlan::Rollback::none) return;
  auto& service = round.plan.service;
  rules::roll_back(service, model::DeploymentId{"ecs-svc/" + entropy_.decimal(19)}, round.now);
  round.events.push_back(rules::rolling_back_event(service));
  log_.warn("deployment rolled back", {{"service", service.arn.text()},
                                       {"deployment", service.deployments.front().id.text()}});
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
