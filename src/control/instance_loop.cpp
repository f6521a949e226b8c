#include "control/instance_loop.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "launch/task_targets.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::control {

namespace {

bool goes_with(const model::ContainerInstance& instance, const model::Task& task) {
  return task.service_arn || instance.capacity == model::Capacity::fargate;
}

}  // namespace

void InstanceLoop::start() {
  for (const auto& [arn, instance] : ledger_.state().container_instances()) note(arn);
}

void InstanceLoop::on_change(const state::Change& change) {
  if (change.subject == state::Subject::everything) away_.clear();
  if (change.subject != state::Subject::container_instance) return;
  note(model::ContainerInstanceArn{change.key});
}

/// No task is placed there while it is away, so looking at changes of the instance is enough.
void InstanceLoop::note(const model::ContainerInstanceArn& arn) {
  const auto& state = ledger_.state();
  const auto* instance = state.container_instances().find(arn);
  const bool away = instance && !instance->agent_connected && !state.tasks_on(arn).empty();
  if (!away) {
    away_.erase(arn);
    return;
  }
  away_[arn] = instance->agent_connected_at + lost_after_;
}

void InstanceLoop::step(Instant now) {
  std::vector<model::ContainerInstanceArn> lost;
  for (const auto& [arn, when] : away_) {
    if (when <= now) lost.push_back(arn);
  }
  for (const auto& arn : lost) {
    away_.erase(arn);
    give_up(ledger_.state().container_instances().at(arn), now);
  }
}

void InstanceLoop::give_up(const model::ContainerInstance& instance, Instant now) {
  const auto& state = ledger_.state();
  const auto reason = fmt::format("The agent of the container instance {} was away for {}.",
                                  short_id(instance.arn), duration_text(lost_after_));
  std::vector<state::Command> commands;
  std::size_t tasks = 0;
  for (const auto& arn : state.tasks_on(instance.arn)) {
    const auto& task = state.tasks().at(arn);
    if (!goes_with(instance, task)) continue;
    auto drained = launch::drain_targets(state, task, now);
    std::ranges::move(drained, std::back_inserter(commands));
    commands.push_back(state::UpdateTask{
        rules::lost(task, gen::ecs::TaskStopCode::infrastructure_health, reason, now)});
    ++tasks;
  }
  if (tasks == 0) return;
  log_.warn("container instance given up",
            {{"instance", instance.arn.text()}, {"tasks", std::to_string(tasks)}});
  ledger_.commit(std::move(commands));
}

std::optional<Instant> InstanceLoop::due() const {
  std::optional<Instant> first;
  for (const auto& [arn, when] : away_) {
    if (!first || when < *first) first = when;
  }
  return first;
}

}  // namespace berth::control
