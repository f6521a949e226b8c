#include "sim/invariants/services/service_invariant.hpp"

#include <algorithm>

#include "launch/task_targets.hpp"

namespace berth::sim::invariants {

namespace {

TaskBefore memory_of(const state::State& state, const model::Task& task) {
  return {task.last_status, task.desired_status, task.healthy_at, task.accounted,
          is_healthy(state, task)};
}

bool targets_are_healthy(const state::State& state, const model::Task& task) {
  const auto& entries = launch::load_balancers_of(state, task);
  if (entries.empty()) return true;
  const auto targets = launch::targets_of(state, task, Instant{});
  return targets.size() == entries.size() &&
         std::ranges::all_of(targets, [&](const launch::TaskTarget& each) {
           const auto* row =
               find_target(state.target_groups().at(each.target_group_arn), each.target.key);
           return row && row->health.state == model::TargetState::healthy;
         });
}

bool checks_pass(const model::Task& task) {
  return std::ranges::all_of(task.containers, [](const model::TaskContainer& container) {
    return !container.essential || !container.health_checked ||
           container.health_status == model::HealthStatus::healthy;
  });
}

}  // namespace

bool is_healthy(const state::State& state, const model::Task& task) {
  return is_wanted(task) && task.last_status == model::TaskStatus::running && task.healthy_at &&
         checks_pass(task) && targets_are_healthy(state, task);
}

bool stopped_by_scheduler(const TaskStep& step) {
  return step.before.desired_status == model::DesiredStatus::running &&
         step.now->desired_status == model::DesiredStatus::stopped &&
         step.now->stop_code == gen::ecs::TaskStopCode::service_scheduler_initiated;
}

bool stopped_for_scaling(const TaskStep& step) {
  return stopped_by_scheduler(step) && step.now->stopped_reason.starts_with("Scaling activity");
}

bool is_wanted(const model::Task& task) {
  return model::is_alive(task) && task.desired_status == model::DesiredStatus::running;
}

void ServiceInvariant::server_started(const state::State& state) {
  memory_.clear();
  for (const auto& [arn, service] : state.services()) {
    auto& memory = memory_[arn];
    memory.service = service;
    remember_tasks(state, arn, memory);
  }
  restarted(state);
}

void ServiceInvariant::committed(const state::State& state, const state::Change& change) {
  switch (change.subject) {
    case state::Subject::service: return look_at_service(state, model::ServiceArn(change.key));
    case state::Subject::service_deployment: {
      const auto* record =
          state.service_deployments().find(model::ServiceDeploymentArn(change.key));
      if (record) look_at_service(state, record->service_arn);
      return;
    }
    case state::Subject::task: {
      const auto* task = state.tasks().find(model::TaskArn(change.key));
      if (task && task->service_arn) look_at_service(state, *task->service_arn);
      return;
    }
    case state::Subject::target_group:
      for (const auto& arn : state.services_behind(model::TargetGroupArn(change.key))) {
        look_at_service(state, arn);
      }
      return;
    default: return;
  }
}

/// Each commit tells all its changes, and the first of them shows what it did: the others find
/// nothing new.
void ServiceInvariant::look_at_service(const state::State& state, const model::ServiceArn& arn) {
  const auto* service = state.services().find(arn);
  if (!service) {
    memory_.erase(arn);
    return;
  }
  auto& memory = memory_[arn];
  ServiceStep step{state, *service, memory.service ? &*memory.service : nullptr, {}, {}};
  for (const auto& [id, before] : memory.tasks) {
    const auto* task = state.tasks().find(id);
    if (task && memory_of(state, *task) != before) step.changed.push_back({before, task});
  }
  for (const auto& id : state.tasks_of(arn)) {
    if (!memory.tasks.contains(id)) step.created.push_back(&state.tasks().at(id));
  }
  look_at(step);
  memory.service = *service;
  remember_tasks(state, arn, memory);
}

void ServiceInvariant::remember_tasks(const state::State& state, const model::ServiceArn& arn,
                                      Memory& memory) {
  memory.tasks.clear();
  for (const auto& id : state.tasks_of(arn)) {
    memory.tasks[id] = memory_of(state, state.tasks().at(id));
  }
}

}  // namespace berth::sim::invariants
