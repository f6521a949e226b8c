#include "launch/daemon_places.hpp"

#include <algorithm>

#include "launch/placement_request.hpp"

namespace berth::launch {

namespace {

bool serves_others(const state::State& state, const model::ContainerInstanceArn& arn) {
  return std::ranges::any_of(state.tasks_on(arn), [&](const model::TaskArn& id) {
    const auto& task = state.tasks().at(id);
    const auto* service = task.service_arn ? state.services().find(*task.service_arn) : nullptr;
    return service && !is_daemon(*service);
  });
}

/// The instance as it would be without the daemon's own tasks: what it asks of others, or of an
/// empty instance, its own task does not spoil.
rules::Candidate without_own(const state::State& state, const model::ContainerInstance& instance,
                             const model::Service& daemon, const rules::TaskWish& wish,
                             const rules::PlacementRequest& request) {
  auto candidate = candidate_of(state, instance, wish, request);
  if (request.members_of.empty()) return candidate;
  std::erase(candidate.task_groups, wish.group);
  for (const auto& id : state.tasks_on(instance.arn)) {
    const auto& task = state.tasks().at(id);
    const bool own = task.service_arn == daemon.arn;
    if (own && task.last_status == model::TaskStatus::running) --candidate.running_tasks_count;
  }
  return candidate;
}

/// Empty, at least.
bool could_hold(const model::ContainerInstance& instance, const model::Resources& wanted) {
  return wanted.cpu <= instance.registered.cpu && wanted.memory <= instance.registered.memory;
}

}  // namespace

std::vector<rules::DaemonPlace> daemon_places(const state::State& state,
                                              const model::Service& daemon) {
  std::vector<rules::DaemonPlace> places;
  if (daemon.deployments.empty()) return places;
  const auto& primary = daemon.deployments.front();
  const auto wish = wish_of(state, daemon, primary);
  if (!wish) return places;
  const auto subnets = subnets_of(state, state.revision_of(primary).network_configuration);
  const auto request = placement_request(*wish, subnets);
  for (const auto& arn : state.instances_in(daemon.cluster_arn)) {
    const auto& instance = state.container_instances().at(arn);
    const bool draining = instance.status == model::ContainerInstanceStatus::draining;
    places.push_back({&instance,
                      rules::suits(without_own(state, instance, daemon, *wish, request), request),
                      draining && serves_others(state, arn)});
  }
  return places;
}

DaemonRoom::DaemonRoom(const state::State& state, const model::ClusterArn& cluster,
                       const std::optional<model::ServiceArn>& asking)
    : state_(state) {
  // Daemons do not wait for each other: each would keep the room that the other waits for.
  if (asking && state.daemons_in(cluster).contains(*asking)) return;
  for (const auto& arn : state.daemons_in(cluster)) {
    const auto& daemon = state.services().at(arn);
    if (daemon.status != model::ServiceStatus::active) continue;
    const auto& primary = daemon.deployments.front();
    if (primary.rollout_state == model::RolloutState::failed) continue;
    auto wish = wish_of(state, daemon, primary);
    if (!wish) continue;
    auto request = placement_request(
        *wish, subnets_of(state, state.revision_of(primary).network_configuration));
    daemons_.push_back({std::move(*wish), std::move(request)});
  }
}

std::optional<model::Resources> DaemonRoom::wanted_on(
    const model::ContainerInstance& instance) const {
  std::optional<model::Resources> wanted;
  if (instance.capacity == model::Capacity::fargate) return wanted;
  for (const auto& [wish, request] : daemons_) {
    const auto there = candidate_of(state_, instance, wish, request);
    if (there.tasks_of_group > 0 || !rules::suits(there, request)) continue;
    if (!could_hold(instance, request.wanted)) continue;
    if (!wanted) wanted.emplace();
    model::add(*wanted, request.wanted);
  }
  return wanted;
}

}  // namespace berth::launch
