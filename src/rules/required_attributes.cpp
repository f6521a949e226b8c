// The attributes that an instance must have for a task definition: what its agent and its Docker
// must be able to do (behaviour §1.3.4).
#include <algorithm>
#include <map>

#include "rules/task_definition.hpp"

namespace berth::rules {

namespace {

using gen::ecs::ContainerDefinition;
using gen::ecs::TaskDefinition;

constexpr std::string_view agent = "com.amazonaws.ecs.capability.";
constexpr std::string_view ecs = "ecs.capability.";

class Attributes {
 public:
  void add(std::string_view prefix, std::string_view name) {
    names_.emplace(std::string(prefix) + std::string(name), std::nullopt);
  }

  void add_value(std::string name, std::string_view value) {
    names_.emplace(std::move(name), std::string(value));
  }

  std::vector<gen::ecs::Attribute> list() const {
    std::vector<gen::ecs::Attribute> attributes;
    for (const auto& [name, value] : names_) {
      gen::ecs::Attribute attribute;
      attribute.name = name;
      attribute.value = value;
      attributes.push_back(std::move(attribute));
    }
    return attributes;
  }

 private:
  std::map<std::string, std::optional<std::string>> names_;
};

template <class List>
bool filled(const std::optional<List>& list) {
  return list && !list->empty();
}

enum class ExecutionRole : std::uint8_t { none, given };

void add_container(Attributes& attributes, const ContainerDefinition& container,
                   ExecutionRole execution_role) {
  if (filled(container.docker_labels) || filled(container.ulimits) || container.log_configuration) {
    attributes.add(agent, "docker-remote-api.1.18");
  }
  if (is_ecr_image(container.image.value_or(""))) {
    attributes.add(agent, "ecr-auth");
    if (execution_role == ExecutionRole::given) attributes.add(ecs, "execution-role-ecr-pull");
  }
  if (container.memory_reservation) attributes.add(agent, "docker-remote-api.1.21");
  if (container.privileged.value_or(false)) attributes.add(agent, "privileged-container");
  if (has_health_check(container)) attributes.add(ecs, "container-health-check");
  if (filled(container.depends_on) || container.start_timeout || container.stop_timeout) {
    attributes.add(ecs, "container-ordering");
  }
  const auto ranged = [](const gen::ecs::PortMapping& mapping) {
    return mapping.container_port_range.has_value();
  };
  if (std::ranges::any_of(*container.port_mappings, ranged)) {
    attributes.add(ecs, "network.container-port-range");
  }
  // Amazon's agent does not know files of its own host; S3's are refused before.
  if (filled(container.environment_files)) attributes.add("berth.", "env-files.file");
  if (container.restart_policy && container.restart_policy->enabled) {
    attributes.add(ecs, "container-restart-policy");
  }
  if (container.log_configuration) {
    attributes.add(agent, std::string("logging-driver.") +
                              std::string(text(container.log_configuration->log_driver)));
  }
  if (!container.linux_parameters) return;
  const auto& parameters = *container.linux_parameters;
  if (parameters.shared_memory_size || filled(parameters.tmpfs)) {
    attributes.add(agent, "docker-remote-api.1.22");
  }
  if (parameters.init_process_enabled) attributes.add(agent, "docker-remote-api.1.25");
}

}  // namespace

std::vector<gen::ecs::Attribute> required_attributes(const TaskDefinition& definition) {
  Attributes attributes;
  // With awsvpc every agent that has task-eni speaks it, so the base version is not asked for.
  if (definition.network_mode == gen::ecs::NetworkMode::awsvpc) {
    attributes.add(ecs, "task-eni");
  }
  attributes.add(agent, "docker-remote-api.1.17");
  if (definition.cpu || definition.memory) attributes.add(ecs, "task-cpu-mem-limit");
  const auto role = definition.execution_role_arn ? ExecutionRole::given : ExecutionRole::none;
  for (const auto& container : *definition.container_definitions) {
    add_container(attributes, container, role);
  }
  for (const auto& volume : *definition.volumes) {
    if (!volume.docker_volume_configuration) continue;
    attributes.add(agent, "docker-remote-api.1.21");
    attributes.add(ecs,
                   "docker-plugin." + volume.docker_volume_configuration->driver.value_or("local"));
  }
  if (definition.pid_mode || definition.ipc_mode) {
    attributes.add(ecs, "pid-ipc-namespace-sharing");
  }
  if (definition.runtime_platform && definition.runtime_platform->operating_system_family) {
    attributes.add_value("ecs.os-family",
                         text(*definition.runtime_platform->operating_system_family));
  }
  if (definition.runtime_platform && definition.runtime_platform->cpu_architecture) {
    const bool arm =
        definition.runtime_platform->cpu_architecture == gen::ecs::CPUArchitecture::arm64;
    attributes.add_value("ecs.cpu-architecture", arm ? "arm64" : "x86_64");
  }
  return attributes.list();
}

}  // namespace berth::rules
