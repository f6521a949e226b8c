#include "control/reaper_loop.hpp"

#include <set>
#include <vector>

namespace berth::control {

namespace {

using namespace std::chrono_literals;

/// How often the tables are gone through.
constexpr Duration sweep_interval = 1min;

using Definitions = std::set<model::TaskDefinitionArn>;

Definitions referred_to(const state::State& state) {
  Definitions used;
  for (const auto& [arn, task] : state.tasks()) used.insert(task.task_definition_arn);
  for (const auto& [arn, service] : state.services()) {
    used.insert(service.task_definition_arn);
    for (const auto& each : service.deployments) used.insert(each.task_definition_arn);
    if (service.last_completed) used.insert(service.last_completed->task_definition_arn);
  }
  return used;
}

/// DELETE_IN_PROGRESS, and not the last of their families.
Definitions deleted(const state::State& state) {
  Definitions found;
  for (const auto& [key, definition] : state.task_definitions()) {
    const bool wanted = definition.status == model::TaskDefinitionStatus::delete_in_progress;
    if (wanted && key.revision < state.last_revision(key.realm, key.family)) {
      found.insert(definition.arn);
    }
  }
  return found;
}

void forget_task_definitions(const state::State& state, std::vector<state::Command>& commands) {
  const auto candidates = deleted(state);
  if (candidates.empty()) return;
  const auto used = referred_to(state);
  for (const auto& arn : candidates) {
    if (!used.contains(arn)) commands.push_back(state::ForgetTaskDefinition{arn});
  }
}

}  // namespace

void ReaperLoop::step(Instant now) {
  if (next_ && now < *next_) return;
  const auto& state = ledger_.state();
  std::vector<state::Command> commands;
  for (const auto& [arn, task] : state.tasks()) {
    if (is_alive(task) || !task.accounted) continue;
    if (*task.stopped_at + retention_.stopped_task <= now)
      commands.push_back(state::ForgetTask{arn});
  }
  for (const auto& [arn, service] : state.services()) {
    if (!service.closed_at || !state.tasks_of(arn).empty()) continue;
    if (*service.closed_at + retention_.inactive_service <= now) {
      commands.push_back(state::ForgetService{arn});
    }
  }
  for (const auto& [key, token] : state.client_tokens()) {
    if (token.used_at + retention_.client_token <= now) {
      commands.push_back(state::ForgetClientToken{key});
    }
  }
  forget_task_definitions(state, commands);
  next_ = now + sweep_interval;
  ledger_.commit(std::move(commands));
}

}  // namespace berth::control
