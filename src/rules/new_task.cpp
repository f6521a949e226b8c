#include "rules/new_task.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "rules/deployments/image_versions.hpp"
#include "rules/task_definition.hpp"

namespace berth::rules {

namespace {

using gen::ecs::ContainerDefinition;
using gen::ecs::ContainerOverride;
using gen::ecs::NetworkMode;
using model::TaskContainer;

const ContainerOverride* override_of(const gen::ecs::TaskOverride& overrides,
                                     const std::optional<std::string>& name) {
  if (!overrides.container_overrides) return nullptr;
  const auto found =
      std::ranges::find(*overrides.container_overrides, name, &ContainerOverride::name);
  return found == overrides.container_overrides->end() ? nullptr : &*found;
}

/// The override's value where it has one, else the definition's.
template <class Value>
std::optional<Value> chosen(const ContainerOverride* override, std::optional<Value> member,
                            std::optional<Value> ContainerOverride::* overriding) {
  if (override && override->*overriding) return override->*overriding;
  return member;
}

/// What is absurd still counts: as too much for any instance, or as nothing.
std::int32_t bounded(std::int64_t sum) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(sum, 0, task_units_max));
}

std::int32_t units(const std::string& text) {
  const auto whole = parse_unsigned(text).value_or(0);
  return static_cast<std::int32_t>(std::min<std::uint64_t>(whole, task_units_max));
}

struct ContainerSize {
  std::int32_t cpu = 0;
  std::optional<std::int32_t> memory, memory_reservation;
};

ContainerSize size_of(const ContainerDefinition& container, const ContainerOverride* override) {
  return {chosen(override, container.cpu, &ContainerOverride::cpu).value_or(0),
          chosen(override, container.memory, &ContainerOverride::memory),
          chosen(override, container.memory_reservation, &ContainerOverride::memory_reservation)};
}

void add_ports(model::Resources& total, const ContainerDefinition& container) {
  if (!container.port_mappings) return;
  for (const auto& mapping : *container.port_mappings) {
    if (mapping.host_port.value_or(0) == 0) continue;
    const bool udp = mapping.protocol == gen::ecs::TransportProtocol::udp;
    total.ports.push_back(
        {udp ? model::PortProtocol::udp : model::PortProtocol::tcp, *mapping.host_port});
  }
}

TaskContainer new_container(const ContainerDefinition& definition, const TaskWish& wish,
                            const std::string& arn) {
  const auto size = size_of(definition, override_of(wish.overrides, definition.name));
  TaskContainer container;
  container.arn = arn;
  container.name = definition.name.value_or("");
  container.image = definition.image.value_or("");
  container.essential = definition.essential.value_or(true);
  container.version_consistent =
      definition.version_consistency != gen::ecs::VersionConsistency::disabled;
  const auto digest = wish.image_digests.find(container.name);
  if (container.version_consistent && digest != wish.image_digests.end()) {
    container.image = pinned_image(container.image, digest->second);
  }
  container.health_checked = has_health_check(definition);
  container.cpu = size.cpu;
  container.memory = size.memory;
  container.memory_reservation = size.memory_reservation;
  return container;
}

}  // namespace

NetworkMode network_mode(const gen::ecs::TaskDefinition& definition) {
  return definition.network_mode.value_or(NetworkMode::bridge);
}

model::Resources reserved_by(const gen::ecs::TaskDefinition& definition,
                             const gen::ecs::TaskOverride& overrides) {
  model::Resources total;
  std::int64_t cpu_sum = 0, memory_sum = 0;
  const auto mode = network_mode(definition);
  const bool on_host_ports = mode == NetworkMode::bridge || mode == NetworkMode::host;
  if (definition.container_definitions) {
    for (const auto& container : *definition.container_definitions) {
      const auto size = size_of(container, override_of(overrides, container.name));
      cpu_sum += size.cpu;
      memory_sum += size.memory_reservation.value_or(size.memory.value_or(0));
      if (on_host_ports) add_ports(total, container);
    }
  }
  const auto& cpu = overrides.cpu ? overrides.cpu : definition.cpu;
  const auto& memory = overrides.memory ? overrides.memory : definition.memory;
  total.cpu = cpu ? units(*cpu) : bounded(cpu_sum);
  total.memory = memory ? units(*memory) : bounded(memory_sum);
  return total;
}

model::Task new_task(const TaskWish& wish, TaskPlace place, const TaskIds& ids, Instant now) {
  const auto& definition = wish.definition->body;
  model::Task task;
  task.arn = ids.arn;
  task.cluster_arn = wish.cluster_arn;
  task.task_definition_arn = wish.definition->arn;
  task.container_instance_arn = place.instance->arn;
  task.family = wish.definition->family;
  task.group = wish.group;
  task.started_by = wish.started_by;
  task.service_arn = wish.service_arn;
  task.accounted = !wish.service_arn;
  task.launch_type = wish.launch_type;
  task.capacity_provider = wish.capacity_provider;
  task.availability_zone = std::move(place.availability_zone);
  task.placement_reason = std::move(place.reason);
  task.balances_zones = wish.balances_zones;
  task.reserved = reserved_by(definition, wish.overrides);
  task.network = std::move(place.network);
  task.overrides = wish.overrides;
  task.enable_execute_command = wish.enable_execute_command;
  task.created_at = now;
  task.tags = wish.tags;
  if (definition.ephemeral_storage) {
    task.ephemeral_storage = definition.ephemeral_storage->size_in_gib;
  }
  const auto& containers = definition.container_definitions;
  check(containers && containers->size() == ids.container_arns.size(),
        "one ARN was drawn for each container");
  for (std::size_t i = 0; i < containers->size(); ++i) {
    task.containers.push_back(new_container((*containers)[i], wish, ids.container_arns[i]));
  }
  return task;
}

}  // namespace berth::rules
