#include "sim/invariants/services/room.hpp"

#include <algorithm>

#include "sim/operator/constraints.hpp"

namespace berth::sim {

namespace {

using Instance = model::ContainerInstance;

struct Need {
  std::int64_t cpu = 0;
  std::int64_t memory = 0;
  /// Fixed host ports.
  std::vector<std::int32_t> ports;
};

std::vector<std::int32_t> ports_of(const gen::ecs::ContainerDefinition& container) {
  std::vector<std::int32_t> ports;
  if (!container.port_mappings) return ports;
  for (const auto& mapping : *container.port_mappings) {
    if (mapping.host_port.value_or(0) != 0) ports.push_back(*mapping.host_port);
  }
  return ports;
}

Need need_of(const model::TaskDefinition& definition) {
  Need need;
  const auto mode = definition.body.network_mode;
  const bool own_network =
      mode == gen::ecs::NetworkMode::awsvpc || mode == gen::ecs::NetworkMode::none;
  for (const auto& container : *definition.body.container_definitions) {
    need.cpu += container.cpu.value_or(0);
    need.memory += container.memory.value_or(0);
    if (own_network) continue;
    for (const auto port : ports_of(container)) need.ports.push_back(port);
  }
  return need;
}

const model::TaskDefinition* definition_of(const state::State& state,
                                           const model::Service& service) {
  const auto* definition = state.find_task_definition(
      state.revision_of(service.deployments.front()).task_definition_arn);
  return definition && definition->body.container_definitions ? definition : nullptr;
}

/// A task with an address of its own can only stand in the zones of its service's subnets.
bool is_near(const state::State& state, const Instance& instance, const model::Service& service) {
  const auto& network = state.revision_of(service.deployments.front()).network_configuration;
  if (!network || !network->awsvpc_configuration) return true;
  return std::ranges::any_of(network->awsvpc_configuration->subnets, [&](const std::string& id) {
    const auto* subnet = state.subnets().find(model::SubnetId{id});
    return subnet && subnet->availability_zone == instance.availability_zone;
  });
}

std::int64_t tasks_there(const state::State& state, const Instance& instance,
                         const model::Service& service) {
  return std::ranges::count_if(state.tasks_on(instance.arn), [&](const model::TaskArn& arn) {
    return state.tasks().at(arn).service_arn == service.arn;
  });
}

bool meets(const state::State& state, const Instance& instance, const model::Service& service,
           const gen::ecs::PlacementConstraint& constraint) {
  if (constraint.type == gen::ecs::PlacementConstraintType::distinct_instance) {
    return tasks_there(state, instance, service) == 0;
  }
  const auto* known = find_constraint(constraint.expression.value_or(""));
  return !known || known->holds(instance);
}

/// What daemons that have no task there yet keep for themselves.
Need kept_for_daemons(const state::State& state, const Instance& instance,
                      const model::Service& except) {
  Need kept;
  for (const auto& arn : state.daemons_in(instance.cluster_arn)) {
    const auto& daemon = state.services().at(arn);
    const bool waits = arn != except.arn && daemon.status == model::ServiceStatus::active &&
                       daemon.deployments.front().rollout_state != model::RolloutState::failed &&
                       tasks_there(state, instance, daemon) == 0 && suits(state, instance, daemon);
    const auto* definition = waits ? definition_of(state, daemon) : nullptr;
    if (!definition) continue;
    const Need need = need_of(*definition);
    kept.cpu += need.cpu;
    kept.memory += need.memory;
    kept.ports.insert(kept.ports.end(), need.ports.begin(), need.ports.end());
  }
  return kept;
}

bool is_free(std::int32_t port, const model::Resources& reserved, const Instance& instance,
             const Need& kept) {
  const auto taken = [port](const model::HostPort& row) { return row.port == port; };
  return std::ranges::none_of(reserved.ports, taken) &&
         std::ranges::none_of(instance.registered.ports, taken) &&
         std::ranges::find(kept.ports, port) == kept.ports.end();
}

}  // namespace

bool suits(const state::State& state, const Instance& instance, const model::Service& service) {
  return is_near(state, instance, service) &&
         std::ranges::all_of(service.placement_constraints, [&](const auto& constraint) {
           return constraint.type == gen::ecs::PlacementConstraintType::distinct_instance ||
                  meets(state, instance, service, constraint);
         });
}

bool has_room(const state::State& state, const Instance& instance, const model::Service& service) {
  const auto* definition = definition_of(state, service);
  const bool takes = instance.status == model::ContainerInstanceStatus::active &&
                     instance.agent_connected && suits(state, instance, service);
  if (!definition || !takes) return false;
  const bool allowed = std::ranges::all_of(service.placement_constraints, [&](const auto& each) {
    return meets(state, instance, service, each);
  });
  if (!allowed) return false;
  const Need need = need_of(*definition);
  const Need kept = kept_for_daemons(state, instance, service);
  const auto& reserved = state.occupancy().on(instance.arn).reserved;
  if (reserved.cpu + kept.cpu + need.cpu > instance.registered.cpu) return false;
  if (reserved.memory + kept.memory + need.memory > instance.registered.memory) return false;
  return std::ranges::all_of(
      need.ports, [&](std::int32_t port) { return is_free(port, reserved, instance, kept); });
}

bool has_room(const state::State& state, const model::Service& service) {
  return std::ranges::any_of(state.instances_in(service.cluster_arn), [&](const auto& arn) {
    return has_room(state, state.container_instances().at(arn), service);
  });
}

}  // namespace berth::sim
