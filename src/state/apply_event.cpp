// Which changes are told as events, and the rows of those who want them (behaviour §1.23).
#include <algorithm>

#include "state/apply.hpp"

namespace berth::state {

namespace {

bool same(const model::TaskContainer& one, const model::TaskContainer& other) {
  return one.last_status == other.last_status && one.health_status == other.health_status &&
         one.exit_code == other.exit_code && one.runtime_id == other.runtime_id &&
         one.image_digest == other.image_digest && one.reason == other.reason;
}

/// Whether nothing changed that EventBridge tells about a task.
bool same(const model::Task& one, const model::Task& other) {
  return one.last_status == other.last_status && one.desired_status == other.desired_status &&
         one.health_status == other.health_status && one.stop_code == other.stop_code &&
         std::ranges::equal(one.containers, other.containers,
                            [](const auto& a, const auto& b) { return same(a, b); });
}

bool same(const model::ContainerInstance& one, const model::ContainerInstance& other) {
  return one.status == other.status && one.agent_connected == other.agent_connected &&
         one.agent == other.agent && one.registered == other.registered &&
         one.attributes == other.attributes;
}

model::ServiceAction action_of(const model::Service& service, std::string name) {
  model::ServiceAction action;
  action.service_arn = service.arn;
  action.cluster_arn = service.cluster_arn;
  action.name = std::move(name);
  return action;
}

std::string_view name_of(model::RolloutState state) {
  constexpr std::string_view names[] = {"SERVICE_DEPLOYMENT_IN_PROGRESS",
                                        "SERVICE_DEPLOYMENT_COMPLETED",
                                        "SERVICE_DEPLOYMENT_FAILED"};
  return names[static_cast<std::size_t>(state)];
}

const model::Deployment* find_deployment(const model::Service* service,
                                         const model::DeploymentId& id) {
  if (!service) return nullptr;
  const auto found = std::ranges::find(service->deployments, id, &model::Deployment::id);
  return found == service->deployments.end() ? nullptr : &*found;
}

bool is_steady(const model::Deployment& task_set) {
  return task_set.task_set->stability_status == gen::ecs::StabilityStatus::steady_state;
}

/// What changed about one deployment or task set; none where that is nothing.
std::optional<model::ServiceAction> change_of(const model::Service& service,
                                              const model::Deployment* old,
                                              const model::Deployment& next) {
  if (next.task_set) {
    if (!old || !is_steady(next) || is_steady(*old)) return std::nullopt;
    auto action = action_of(service, "TASKSET_STEADY_STATE");
    action.task_set_arn = next.task_set->arn.text();
    return action;
  }
  if (old && old->rollout_state == next.rollout_state) return std::nullopt;
  auto action = action_of(service, std::string(name_of(next.rollout_state)));
  action.deployment_id = next.id.text();
  action.reason = next.rollout_state_reason;
  return action;
}

}  // namespace

void State::tell(model::ServiceAction action) {
  model::Event event;
  event.service_action = std::move(action);
  events_.tell(std::move(event));
}

void State::tell_task(const model::Task* old, const model::Task& next) {
  const bool comes_or_goes = !old || is_alive(*old) != is_alive(next);
  if (old && !comes_or_goes && same(*old, next)) return;
  model::Event event;
  event.task = next;
  events_.tell(std::move(event));
  // What remains of an instance is part of it for EventBridge, which tells it anew.
  const auto* instance = container_instances_.find(next.container_instance_arn);
  if (!comes_or_goes || !instance || instance->capacity == model::Capacity::fargate) return;
  auto& row = container_instances_.edit(next.container_instance_arn);
  ++row.version;
  tell_instance(row);
}

void State::tell_instance(const model::ContainerInstance* old,
                          const model::ContainerInstance& next) {
  const bool hidden = next.capacity == model::Capacity::fargate;
  if (hidden || (old && same(*old, next))) return;
  tell_instance(next);
}

void State::tell_instance(const model::ContainerInstance& instance) {
  model::Event event;
  auto& standing = event.container_instance.emplace();
  standing.instance = instance;
  standing.instance.attributes.clear();
  const auto& load = occupancy_.on(instance.arn);
  standing.reserved = load.reserved;
  standing.running = load.running;
  standing.starting = load.starting;
  events_.tell(std::move(event));
}

void State::tell_service(const model::Service* old, const model::Service& next) {
  // Oldest first: a row lists its newest deployment first.
  for (auto each = next.deployments.rbegin(); each != next.deployments.rend(); ++each) {
    if (auto action = change_of(next, find_deployment(old, each->id), *each)) {
      tell(std::move(*action));
    }
  }
}

void State::tell_actions(const AddServiceEvents& command) {
  for (const auto& each : command.events) {
    if (each.action.empty()) continue;
    const auto* service = services_.find(command.arn);
    if (!service) return;
    auto action = action_of(*service, each.action);
    action.reason = each.action_reason;
    tell(std::move(action));
  }
}

void State::run(const PutEventRule& command, Changes& changes) {
  events_.put(command.rule);
  changes.push_back({Subject::event_rule, command.rule.arn.text()});
}

void State::run(const DeleteEventRule& command, Changes& changes) {
  events_.erase(command.arn);
  changes.push_back({Subject::event_rule, command.arn.text()});
}

void State::run(const PutConnection& command, Changes& changes) {
  events_.put(command.connection);
  changes.push_back({Subject::event_rule, command.connection.arn.text()});
}

void State::run(const DeleteConnection& command, Changes& changes) {
  events_.erase(command.arn);
  changes.push_back({Subject::event_rule, command.arn.text()});
}

void State::run(const PutApiDestination& command, Changes& changes) {
  events_.put(command.api_destination);
  changes.push_back({Subject::event_rule, command.api_destination.arn.text()});
}

void State::run(const DeleteApiDestination& command, Changes& changes) {
  events_.erase(command.arn);
  changes.push_back({Subject::event_rule, command.arn.text()});
}

void State::run(const MoveEventTarget& command, Changes&) {
  events_.move(command.rule_arn, command.target_id, command.delivered);
}

void State::run(const MoveWebhook& command, Changes&) {
  events_.move_webhook({command.url, command.delivered});
}

}  // namespace berth::state
