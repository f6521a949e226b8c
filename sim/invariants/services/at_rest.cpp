#include "sim/invariants/services/at_rest.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "rules/deployments/percent.hpp"
#include "sim/invariants/services/room.hpp"

namespace berth::sim {

namespace {

using model::RolloutState;
using model::Service;
using model::Task;
using Sentences = std::vector<std::string>;

const App* app_of(const World& world, const state::State& state,
                  const model::TaskDefinitionArn& arn) {
  const auto* definition = state.find_task_definition(arn);
  if (!definition) return nullptr;
  const auto& containers = definition->body.container_definitions;
  if (!containers || containers->empty()) return nullptr;
  const auto found = world.options().apps.find(containers->front().image.value_or(""));
  return found == world.options().apps.end() ? nullptr : &found->second;
}

/// Its tasks never run, whatever is tried.
bool never_runs(const World& world, const state::State& state,
                const model::TaskDefinitionArn& arn) {
  const App* app = app_of(world, state, arn);
  return app && (app->pull == Pull::fails || app->start == Start::fails);
}

bool said(const state::State& state, const Service& service, std::string_view words) {
  const auto holds = [&](const std::string& text) { return text.find(words) != std::string::npos; };
  return std::ranges::any_of(service.standing_events,
                             [&](const auto& row) { return holds(row.first); }) ||
         std::ranges::any_of(state.service_events(service.arn),
                             [&](const auto& event) { return holds(event.message); });
}

bool said_no_room(const state::State& state, const Service& service) {
  return said(state, service, "unable to place a task");
}

/// The percentages let the scheduler neither add a task nor take one away.
bool is_stuck(const Service& service) {
  const auto desired = service.desired_count;
  return desired > 0 &&
         rules::healthy_count_min(desired, service.minimum_healthy_percent) >= desired &&
         rules::running_count_max(desired, service.maximum_percent) <= desired;
}

const model::ContainerInstance& place_of(const state::State& state, const Task& task) {
  return state.container_instances().at(task.container_instance_arn);
}

bool is_draining(const state::State& state, const Task& task) {
  return place_of(state, task).status == model::ContainerInstanceStatus::draining;
}

struct Tasks {
  std::int32_t running = 0;    // Of the PRIMARY deployment, where they may stay.
  std::int32_t displaced = 0;  // ... and on draining instances.
  std::int32_t others = 0;
};

Tasks count_tasks(const state::State& state, const Service& service) {
  Tasks tasks;
  for (const auto& arn : state.tasks_of(service.arn)) {
    const auto& task = state.tasks().at(arn);
    if (!model::is_alive(task)) continue;
    const bool mine = task.started_by == service.deployments.front().id.text() &&
                      task.last_status == model::TaskStatus::running;
    if (mine) {
      ++(is_draining(state, task) ? tasks.displaced : tasks.running);
    } else {
      ++tasks.others;
    }
  }
  return tasks;
}

/// A task could move to a zone that has two fewer than another.
void look_at_zones(const state::State& state, const Service& service, Sentences& pending) {
  const bool evened_out =
      service.availability_zone_rebalancing == gen::ecs::AvailabilityZoneRebalancing::enabled &&
      rules::running_count_max(service.desired_count, service.maximum_percent) >
          service.desired_count;
  if (!evened_out) return;
  std::map<std::string, std::int32_t> counts;
  for (const auto& arn : state.tasks_of(service.arn)) {
    const auto& task = state.tasks().at(arn);
    if (model::is_alive(task)) ++counts[task.availability_zone];
  }
  std::int32_t most = 0;
  for (const auto& [zone, count] : counts) most = std::max(most, count);
  for (const auto& arn : state.instances_in(service.cluster_arn)) {
    const auto& instance = state.container_instances().at(arn);
    const auto here = counts[instance.availability_zone];
    if (most - here < 2 || !has_room(state, instance, service)) continue;
    pending.push_back(fmt::format("service {} has {} tasks in {} and {} in another zone",
                                  service.name, here, instance.availability_zone, most));
  }
}

void look_at_replica(const state::State& state, const Service& service, Sentences& pending) {
  const Tasks tasks = count_tasks(state, service);
  const auto& primary = service.deployments.front();
  const bool complete = primary.rollout_state == RolloutState::completed;
  const bool there = tasks.running == service.desired_count && tasks.displaced == 0 &&
                     tasks.others == 0 && service.deployments.size() == 1;
  if (there && complete) return look_at_zones(state, service, pending);
  const bool waits_for_room = !there && tasks.running < service.desired_count &&
                              !has_room(state, service) && said_no_room(state, service);
  if (waits_for_room || (!there && is_stuck(service))) return;
  pending.push_back(
      fmt::format("service {}: {} of {} running, {} to move, {} others, {} deployments, PRIMARY {}",
                  service.name, tasks.running, service.desired_count, tasks.displaced, tasks.others,
                  service.deployments.size(), complete ? "COMPLETED" : "IN_PROGRESS"));
}

/// The daemon is the last to leave a draining instance.
bool others_are_there(const state::State& state, const model::ContainerInstance& instance) {
  return std::ranges::any_of(state.tasks_on(instance.arn), [&](const model::TaskArn& arn) {
    const auto& task = state.tasks().at(arn);
    const auto* service = task.service_arn ? state.services().find(*task.service_arn) : nullptr;
    return service && !is_daemon(*service);
  });
}

/// What is wrong with the daemon on one instance; empty if nothing is.
std::string wrong_there(const state::State& state, const Service& daemon,
                        const model::ContainerInstance& instance) {
  int mine = 0;
  int others = 0;
  for (const auto& arn : state.tasks_on(instance.arn)) {
    const auto& task = state.tasks().at(arn);
    if (task.service_arn != daemon.arn) continue;
    const bool runs = task.started_by == daemon.deployments.front().id.text() &&
                      task.last_status == model::TaskStatus::running;
    ++(runs ? mine : others);
  }
  const bool wanted = instance.status == model::ContainerInstanceStatus::active &&
                      instance.agent_connected && suits(state, instance, daemon);
  if (wanted && mine == 1 && others == 0) return {};
  if (!wanted && mine + others == 0) return {};
  const bool leaves_last =
      !wanted && suits(state, instance, daemon) && others_are_there(state, instance);
  const bool no_room = wanted && mine + others == 0 && !has_room(state, instance, daemon) &&
                       said_no_room(state, daemon);
  if (leaves_last || no_room) return {};
  return fmt::format("{} and {} other tasks where {} should be", mine, others, wanted ? 1 : 0);
}

/// Where they may stay: one on a draining instance serves it, and no other.
std::int32_t served_instances(const state::State& state, const Service& daemon) {
  const auto& tasks = state.tasks_of(daemon.arn);
  return static_cast<std::int32_t>(std::ranges::count_if(tasks, [&](const model::TaskArn& arn) {
    const auto& task = state.tasks().at(arn);
    return task.last_status == model::TaskStatus::running && !is_draining(state, task);
  }));
}

void look_at_daemon(const state::State& state, const Service& daemon, Sentences& pending) {
  // A new deployment must take old tasks away first, and these percentages may let it not: what
  // has no room on one instance keeps the old task on another.
  const auto least = rules::healthy_count_min(daemon.desired_count, daemon.minimum_healthy_percent);
  const bool at_least = served_instances(state, daemon) <= least;
  if (daemon.deployments.size() > 1 && at_least) return;
  for (const auto& arn : state.instances_in(daemon.cluster_arn)) {
    const auto wrong = wrong_there(state, daemon, state.container_instances().at(arn));
    if (wrong.empty()) continue;
    pending.push_back(
        fmt::format("daemon {} has {} on {}", daemon.name, wrong, short_id(arn).substr(0, 8)));
  }
}

/// A deployment whose tasks never run must be given up, where there is a circuit breaker and room
/// to find out.
void look_at_hopeless(const state::State& state, const Service& service, Sentences& pending) {
  const bool tries = service.circuit_breaker.enable && service.desired_count > 0 &&
                     !is_stuck(service) && !is_daemon(service) && has_room(state, service);
  if (!tries || said_no_room(state, service)) return;
  pending.push_back(
      fmt::format("service {}: its PRIMARY deployment never runs and goes on", service.name));
}

}  // namespace

bool works(const World& world, const state::State& state, const model::TaskDefinitionArn& arn) {
  const App* app = app_of(world, state, arn);
  return app && app->pull == Pull::succeeds && app->start == Start::succeeds && !app->exits_after;
}

bool is_settled(const Service& service) {
  return service.deployments.size() == 1 &&
         service.deployments.front().rollout_state != RolloutState::failed;
}

void look_at_service(const World& world, const state::State& state, const Service& service,
                     Sentences& pending) {
  if (service.status == model::ServiceStatus::inactive) return;
  if (service.status == model::ServiceStatus::draining) {
    pending.push_back("service " + service.name + " is still DRAINING");
    return;
  }
  // What is left of older deployments serves on, and nothing is replaced.
  const auto& primary = service.deployments.front();
  if (primary.rollout_state == RolloutState::failed) return;
  const auto& definition = state.revision_of(primary).task_definition_arn;
  if (never_runs(world, state, definition) && primary.rollout_state == RolloutState::in_progress) {
    return look_at_hopeless(state, service, pending);
  }
  if (!works(world, state, definition)) return;
  if (is_daemon(service)) return look_at_daemon(state, service, pending);
  look_at_replica(state, service, pending);
}

}  // namespace berth::sim
