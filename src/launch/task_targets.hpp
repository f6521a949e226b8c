#pragma once
// Which targets stand for a task in the target groups of its service, and what stopping a task
// means for them.

#include <string>
#include <vector>

#include "state/state.hpp"

namespace berth::launch {

struct TaskTarget {
  model::TargetGroupArn target_group_arn;
  model::Target target;
};

/// Of the task's deployment; of its service where that is gone. None without a service.
const std::vector<gen::ecs::LoadBalancer>& load_balancers_of(const state::State& state,
                                                             const model::Task& task);

/// The targets that the task has or shall have: one for each load balancer entry of its
/// deployment. Left out: groups that no longer exist, host ports that are not known yet.
std::vector<TaskTarget> targets_of(const state::State& state, const model::Task& task, Instant now);

/// Whether the target still drains for a task that had the same address before this one.
bool is_left_over(const model::Target& target, const model::Task& task);

/// The commands that make the task stop: desiredStatus STOPPED, and its targets drain first where
/// it has any. None when it is already asked to stop.
std::vector<state::Command> stop_task(const state::State& state, const model::Task& task,
                                      gen::ecs::TaskStopCode code, std::string reason, Instant now);

/// Takes the targets of a task out of service: they drain for their group's delay.
std::vector<state::Command> drain_targets(const state::State& state, const model::Task& task,
                                          Instant now);

}  // namespace berth::launch
