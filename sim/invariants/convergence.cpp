#include "sim/invariants/convergence.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rules/load_balancing/routing.hpp"
#include "sim/invariants/labels.hpp"
#include "sim/invariants/services/at_rest.hpp"

namespace berth::sim {

namespace {

/// How long a task whose program does not work may take to find that out.
constexpr Duration transient_max = std::chrono::minutes{12};

/// Clean-up that takes longer than this is not waited for.
constexpr Duration cleanup_awaited_max = std::chrono::minutes{5};

using Sentences = std::vector<std::string>;

std::string brief(const model::TaskArn& arn) { return short_id(arn).substr(0, 8); }

std::set<std::string> running_tasks(World& world) {
  std::set<std::string> running;
  for (const auto& host : world.hosts()) {
    for (const auto& [id, container] : host->daemon().containers()) {
      const bool counts =
          container.state == RunState::running && invariants::container_name_of(container) == "app";
      if (counts) running.insert(invariants::task_of(container));
    }
  }
  return running;
}

void look_at_tasks(World& world, const state::State& state, Sentences& pending) {
  const auto containers = running_tasks(world);
  for (const auto& text : containers) {
    const model::TaskArn arn(text);
    const auto* task = state.tasks().find(arn);
    if (task && model::is_alive(*task)) continue;
    pending.push_back(
        fmt::format("a container runs for {} task {}", task ? "STOPPED" : "unknown", brief(arn)));
  }
  for (const auto& [arn, task] : state.tasks()) {
    if (!model::is_alive(task)) continue;
    const bool young = world.scheduler().now() - task.created_at < transient_max;
    const bool settled = task.last_status == model::TaskStatus::running &&
                         task.desired_status == model::DesiredStatus::running;
    if (!settled) {
      if (young && !works(world, state, task.task_definition_arn)) continue;
      pending.push_back(fmt::format("task {} is {} and shall be {}", brief(arn),
                                    api_text(task.last_status), api_text(task.desired_status)));
    } else if (!containers.contains(arn.text()) && works(world, state, task.task_definition_arn)) {
      pending.push_back(fmt::format("task {} is RUNNING and no container runs for it", brief(arn)));
    }
  }
}

/// The targets of a group are the running tasks of the services behind it, all of them healthy,
/// and the proxy serves exactly them.
void look_at_targets(World& world, const state::State& state, const model::TargetGroup& group,
                     Sentences& pending) {
  std::size_t running = 0;
  for (const auto& arn : state.services_behind(group.arn)) {
    const auto& service = state.services().at(arn);
    // What is left of failed deployments may do anything.
    if (!works(world, state, service.task_definition_arn) || !is_settled(service)) return;
    for (const auto& task : state.tasks_of(arn)) {
      if (model::is_alive(state.tasks().at(task))) ++running;
    }
  }
  const auto healthy = static_cast<std::size_t>(
      std::ranges::count_if(group.targets, [](const model::Target& target) {
        return target.health.state == model::TargetState::healthy;
      }));
  if (healthy != running || healthy != group.targets.size()) {
    pending.push_back(fmt::format("group {}: {} of {} targets healthy for {} tasks", group.name,
                                  healthy, group.targets.size(), running));
  }
  std::size_t served = 0;
  for (const auto& pool : world.proxy().applied().pools) {
    if (pool.name != rules::load_balancing::pool_name(group.arn)) continue;
    for (const auto& server : pool.servers) served += server.state == ports::ServerState::ready;
  }
  if (served != healthy) {
    pending.push_back(fmt::format("group {}: the proxy serves {} of {} healthy targets", group.name,
                                  served, healthy));
  }
}

void look_at_instances(World& world, const state::State& state, Sentences& pending) {
  std::size_t connected = 0;
  for (const auto& [arn, instance] : state.container_instances()) {
    if (instance.status == model::ContainerInstanceStatus::inactive) continue;
    if (instance.agent_connected) ++connected;
  }
  if (connected != world.hosts().size()) {
    pending.push_back(
        fmt::format("{} of {} instances are connected", connected, world.hosts().size()));
  }
}

/// What is left of tasks that had stopped when the faults ended, where agents soon clean up.
void look_at_leftovers(World& world, const state::State& state, Sentences& pending) {
  const auto healed = world.healed_at();
  if (!healed || world.options().cleanup_wait > cleanup_awaited_max) return;
  for (const auto& host : world.hosts()) {
    for (const auto& [id, container] : host->daemon().containers()) {
      const auto* task = state.tasks().find(model::TaskArn(invariants::task_of(container)));
      const bool over = !task || (task->stopped_at && *task->stopped_at < *healed);
      if (over) pending.push_back("container " + container.name + " outlives its task");
    }
  }
}

}  // namespace

std::vector<std::string> pending(World& world) {
  Sentences pending;
  const auto* server = world.server();
  if (!server) return {"the server is down"};
  const auto& state = server->state();
  look_at_instances(world, state, pending);
  look_at_tasks(world, state, pending);
  look_at_leftovers(world, state, pending);
  for (const auto& [arn, service] : state.services()) {
    look_at_service(world, state, service, pending);
  }
  for (const auto& [arn, group] : state.target_groups()) {
    look_at_targets(world, state, group, pending);
  }
  return pending;
}

bool is_steady(World& world) {
  const auto* server = world.server();
  if (!server) return false;
  const auto& state = server->state();
  const bool tasks_stay = std::ranges::all_of(state.tasks(), [&](const auto& row) {
    return !model::is_alive(row.second) || works(world, state, row.second.task_definition_arn);
  });
  return tasks_stay && std::ranges::all_of(state.services(), [&](const auto& row) {
           const model::Service& service = row.second;
           if (service.status == model::ServiceStatus::inactive) return true;
           return service.deployments.size() == 1 &&
                  (service.desired_count == 0 || works(world, state, service.task_definition_arn));
         });
}

}  // namespace berth::sim
