#include "launch/task_targets.hpp"

#include <algorithm>
#include <optional>

#include "rules/task_lifecycle.hpp"

namespace berth::launch {

namespace {

using model::TargetState;

/// The host port that was published for a container's port, once the agent has told it.
std::optional<std::int32_t> host_port(const model::Task& task, const std::string& container_name,
                                      std::int32_t container_port) {
  const auto container =
      std::ranges::find(task.containers, container_name, &model::TaskContainer::name);
  if (container == task.containers.end()) return std::nullopt;
  for (const auto& binding : container->network_bindings) {
    if (binding.container_port == container_port) return binding.host_port;
  }
  return std::nullopt;
}

std::optional<model::Target> target_of(const state::State& state, const model::Task& task,
                                       const gen::ecs::LoadBalancer& entry, Instant now) {
  const auto port = entry.container_port.value_or(0);
  model::Target target;
  target.availability_zone = task.availability_zone;
  target.registered_at = now;
  if (task.network) {
    target.key = {task.network->private_address, port};
    target.address = task.network->private_address;
    return target;
  }
  const auto* instance = state.container_instances().find(task.container_instance_arn);
  auto published = host_port(task, entry.container_name.value_or(""), port);
  // In host mode nothing is published: the container's port is the host's.
  const auto* definition = state.find_task_definition(task.task_definition_arn);
  if (definition && definition->body.network_mode == gen::ecs::NetworkMode::host) published = port;
  if (!instance || !published) return std::nullopt;
  target.key = {instance->ec2_instance_id, *published};
  target.address = instance->private_address;
  return target;
}

}  // namespace

const std::vector<gen::ecs::LoadBalancer>& load_balancers_of(const state::State& state,
                                                             const model::Task& task) {
  static const std::vector<gen::ecs::LoadBalancer> none;
  const auto* service = task.service_arn ? state.services().find(*task.service_arn) : nullptr;
  if (!service) return none;
  for (const auto& deployment : service->deployments) {
    if (deployment.id.text() == task.started_by)
      return state.revision_of(deployment).load_balancers;
  }
  return service->load_balancers;
}

std::vector<TaskTarget> targets_of(const state::State& state, const model::Task& task,
                                   Instant now) {
  std::vector<TaskTarget> targets;
  for (const auto& entry : load_balancers_of(state, task)) {
    const model::TargetGroupArn arn{entry.target_group_arn.value_or("")};
    const auto* group = state.target_groups().find(arn);
    if (!group) continue;
    auto target = target_of(state, task, entry, now);
    if (target) targets.push_back({arn, std::move(*target)});
  }
  return targets;
}

bool is_left_over(const model::Target& target, const model::Task& task) {
  return target.health.state == TargetState::draining && task.started_at &&
         target.registered_at < *task.started_at;
}

std::vector<state::Command> drain_targets(const state::State& state, const model::Task& task,
                                          Instant now) {
  std::vector<state::Command> commands;
  for (const auto& [arn, wanted] : targets_of(state, task, now)) {
    const auto& group = state.target_groups().at(arn);
    const auto* registered = find_target(group, wanted.key);
    if (!registered || registered->health.state == TargetState::draining) continue;
    auto target = *registered;
    target.health = {TargetState::draining, model::TargetReason::deregistration_in_progress, 0};
    target.drained_at = now + deregistration_delay(group);
    commands.push_back(state::PutTargets{arn, {std::move(target)}});
  }
  return commands;
}

std::vector<state::Command> stop_task(const state::State& state, const model::Task& task,
                                      gen::ecs::TaskStopCode code, std::string reason,
                                      Instant now) {
  if (task.desired_status == model::DesiredStatus::stopped) return {};
  auto commands = drain_targets(state, task, now);
  const auto draining = commands.empty() ? rules::Draining::none : rules::Draining::targets;
  commands.push_back(
      state::UpdateTask{rules::stop_requested(task, code, std::move(reason), draining, now)});
  return commands;
}

}  // namespace berth::launch
