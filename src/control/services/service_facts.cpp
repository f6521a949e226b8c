#include "control/services/service_facts.hpp"

#include <algorithm>
#include <utility>

#include "control/services/zone_facts.hpp"
#include "launch/daemon_places.hpp"
#include "launch/task_targets.hpp"
#include "rules/services/service_events.hpp"

namespace berth::control {

namespace {

using model::TargetState;
using rules::TargetStanding;

TargetStanding standing_of(const model::Target* target, const model::Task& task) {
  if (!target || launch::is_left_over(*target, task)) return TargetStanding::unregistered;
  switch (target->health.state) {
    case TargetState::healthy: return TargetStanding::healthy;
    case TargetState::unhealthy: return TargetStanding::unhealthy;
    case TargetState::draining: return TargetStanding::draining;
    default: return TargetStanding::initial;
  }
}

const gen::ecs::LoadBalancer* missing_group(const state::State& state,
                                            const std::vector<gen::ecs::LoadBalancer>& entries) {
  const auto found = std::ranges::find_if(entries, [&](const gen::ecs::LoadBalancer& entry) {
    return !state.target_groups().contains(
        model::TargetGroupArn{entry.target_group_arn.value_or("")});
  });
  return found == entries.end() ? nullptr : &*found;
}

/// How the task stands with its target groups.
void look_at_targets(const state::State& state, Instant now, rules::TaskFacts& facts) {
  const auto& task = *facts.task;
  const auto& entries = launch::load_balancers_of(state, task);
  if (entries.empty()) return;
  if (const auto* entry = missing_group(state, entries)) {
    facts.targets = TargetStanding::group_missing;
    facts.target_group = *entry->target_group_arn;
    return;
  }
  const auto targets = launch::targets_of(state, task, now);
  if (targets.size() < entries.size()) {
    facts.targets = TargetStanding::unregistered;
    return;
  }
  facts.targets = TargetStanding::healthy;
  for (const auto& [arn, wanted] : targets) {
    const auto standing = standing_of(find_target(state.target_groups().at(arn), wanted.key), task);
    if (standing == TargetStanding::unhealthy) facts.target_group = arn.text();
    // A sick target outweighs one that is not there yet, and both outweigh healthy ones.
    if (standing == TargetStanding::healthy || facts.targets == TargetStanding::unhealthy) continue;
    facts.targets = standing;
  }
}

/// Only where it is still wanted: older deployments learn no digests any more.
const model::ServiceRevision* wanted_revision(const state::State& state,
                                              const model::Service& service,
                                              const model::Task& task) {
  for (const auto& deployment : service.deployments) {
    if (deployment.id.text() != task.started_by) continue;
    const bool wanted =
        deployment.task_set || deployment.status == model::DeploymentStatus::primary;
    return wanted ? &state.revision_of(deployment) : nullptr;
  }
  return nullptr;
}

rules::TaskFacts facts_of(const state::State& state, const model::Service& service,
                          const model::Task& task, Instant now) {
  rules::TaskFacts facts{&task};
  facts.instance = state.container_instances().find(task.container_instance_arn);
  facts.reserved = &state.occupancy().on(task.container_instance_arn).reserved;
  facts.revision = wanted_revision(state, service, task);
  look_at_targets(state, now, facts);
  return facts;
}

}  // namespace

rules::ServiceFacts service_facts(const state::State& state, const model::Service& service,
                                  Instant now) {
  rules::ServiceFacts facts;
  facts.service = &service;
  for (const auto& arn : state.tasks_of(service.arn)) {
    facts.tasks.push_back(facts_of(state, service, state.tasks().at(arn), now));
  }
  if (is_external(service)) return facts;
  facts.record =
      &state.service_deployments().at(service.deployments.front().service_deployment_arn);
  facts.without_room = std::ranges::any_of(service.standing_events, [&](const auto& told) {
    return rules::is_unplaced_event(service, told.first);
  });
  if (is_daemon(service)) {
    facts.places = launch::daemon_places(state, service);
  } else {
    auto [usable, full] = zone_facts(state, service);
    facts.zones = std::move(usable);
    facts.full_zones = std::move(full);
  }
  return facts;
}

}  // namespace berth::control
