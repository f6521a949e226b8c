// The rules of behaviour §1.3.2: one column of guards for single containers, then those between
// containers and with volumes.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/task_definition.hpp"

namespace berth::rules {

namespace {

using gen::ecs::ContainerCondition;
using gen::ecs::ContainerDefinition;
using gen::ecs::NetworkMode;
using gen::ecs::TaskDefinition;

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::client_exception, fmt::format(text, std::forward<Args>(args)...));
}

template <class List>
bool filled(const std::optional<List>& list) {
  return list && !list->empty();
}

Result<void> check_identity(const ContainerDefinition& container) {
  const auto name = container.name.value_or(""), image = container.image.value_or("");
  if (name.empty()) return refused("Container.name should not be null or empty.");
  if (name.size() > 255 || !only_alphanumeric_or(name, "-_")) {
    return refused("Invalid container name: '{}'.", name.substr(0, 300));
  }
  if (image.empty()) return refused("Container.image should not be null or empty.");
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  if (image.size() > 255 || std::ranges::any_of(image, blank)) {
    return refused("Container.image contains invalid characters or is too long: '{}'.",
                   image.substr(0, 300));
  }
  return {};
}

Result<void> check_memory(const TaskDefinition& definition, const ContainerDefinition& container) {
  const auto &hard = container.memory, &soft = container.memory_reservation;
  if (!definition.memory && !hard && !soft) {
    return refused(
        "Invalid setting for container '{}'. At least one of 'memory' or "
        "'memoryReservation' must be specified.",
        *container.name);
  }
  if (hard.value_or(4) < 4 || soft.value_or(4) < 4) {
    return refused("Invalid setting for container '{}'. Memory must be at least 4 MiB.",
                   *container.name);
  }
  if (hard && soft && *hard < *soft) {
    return refused(
        "Invalid setting for container '{}'. 'memory' must be greater than "
        "'memoryReservation'.",
        *container.name);
  }
  if (container.cpu.value_or(0) < 0) {
    return refused("Invalid setting for container '{}'. 'cpu' must not be negative.",
                   *container.name);
  }
  return {};
}

Result<void> check_network(const ContainerDefinition& container, NetworkMode mode) {
  if (filled(container.links) && mode != NetworkMode::bridge) {
    return refused("Links are not supported when networkMode={}.", text(mode));
  }
  if (mode != NetworkMode::awsvpc) return {};
  if (container.hostname) return refused("hostname is not supported when networkMode=awsvpc.");
  if (filled(container.extra_hosts)) {
    return refused("Extra hosts are not supported when networkMode=awsvpc.");
  }
  if (filled(container.dns_servers) || filled(container.dns_search_domains)) {
    return refused("DNS servers and search domains are not supported when networkMode=awsvpc.");
  }
  return {};
}

Result<void> check_health(const ContainerDefinition& container) {
  if (!container.health_check) return {};
  const auto& health = *container.health_check;
  const auto within = [](std::int32_t value, std::int32_t least, std::int32_t most) {
    return value >= least && value <= most;
  };
  if (health.command.empty() || (health.command[0] != "CMD" && health.command[0] != "CMD-SHELL" &&
                                 health.command[0] != "NONE")) {
    return refused(
        "The health check command of container '{}' must begin with CMD, CMD-SHELL or "
        "NONE.",
        *container.name);
  }
  if (!within(*health.interval, 5, 300) || !within(*health.timeout, 2, 60) ||
      !within(*health.retries, 1, 10) || !within(health.start_period.value_or(0), 0, 300)) {
    return refused(
        "Invalid health check of container '{}': interval 5-300, timeout 2-60, retries "
        "1-10, startPeriod 0-300.",
        *container.name);
  }
  return {};
}

Result<void> check_swap(const ContainerDefinition& container) {
  if (!container.linux_parameters) return {};
  const auto& parameters = *container.linux_parameters;
  // Docker limits swap only together with memory.
  if (parameters.max_swap && !container.memory) {
    return refused("linuxParameters.maxSwap of container '{}' needs 'memory'.", *container.name);
  }
  const auto swappiness = parameters.swappiness.value_or(0);
  if (swappiness < 0 || swappiness > 100) {
    return refused("linuxParameters.swappiness of container '{}' must be between 0 and 100.",
                   *container.name);
  }
  return {};
}

Result<void> check_timeouts(const ContainerDefinition& container) {
  if (container.start_timeout.value_or(2) < 2) {
    return refused("startTimeout of container '{}' must be at least 2 seconds.", *container.name);
  }
  if (container.stop_timeout.value_or(2) < 0) {
    return refused("stopTimeout of container '{}' must not be negative.", *container.name);
  }
  return {};
}

Result<void> check_restart_policy(const ContainerDefinition& container) {
  if (!container.restart_policy) return {};
  const auto& policy = *container.restart_policy;
  const auto period = policy.restart_attempt_period.value_or(restart_attempt_period_default);
  if (period < 60 || period > 1800) {
    return refused(
        "Invalid 'restartAttemptPeriod' setting for container '{}'. Valid values are between 60 "
        "and 1800 seconds.",
        *container.name);
  }
  if (policy.ignored_exit_codes && policy.ignored_exit_codes->size() > 50) {
    return refused(
        "Invalid 'ignoredExitCodes' setting for container '{}'. At most 50 exit codes can be "
        "specified.",
        *container.name);
  }
  return {};
}

using Containers = std::map<std::string, const ContainerDefinition*>;

Result<void> check_dependencies(const ContainerDefinition& container, const Containers& all) {
  if (!container.depends_on) return {};
  for (const auto& dependency : *container.depends_on) {
    const auto found = all.find(dependency.container_name);
    if (found == all.end()) {
      return refused("Invalid dependency: container '{}' depends on '{}', which does not exist.",
                     *container.name, dependency.container_name);
    }
    const auto& other = *found->second;
    const bool must_end = dependency.condition == ContainerCondition::complete ||
                          dependency.condition == ContainerCondition::success;
    if (must_end && *other.essential) {
      return refused("Container '{}' cannot depend on the essential container '{}' to {}.",
                     *container.name, *other.name, text(dependency.condition));
    }
    if (dependency.condition == ContainerCondition::healthy && !has_health_check(other)) {
      return refused("Container '{}' depends on '{}' to be HEALTHY, which has no health check.",
                     *container.name, *other.name);
    }
  }
  return {};
}

/// What must have started before the container: dependsOn, links and volumesFrom.
std::vector<std::string> predecessors(const ContainerDefinition& container) {
  std::vector<std::string> names;
  if (container.depends_on) {
    for (const auto& item : *container.depends_on) names.push_back(item.container_name);
  }
  if (container.links) {
    for (const auto& link : *container.links) names.push_back(link.substr(0, link.find(':')));
  }
  for (const auto& item : *container.volumes_from) {
    names.push_back(item.source_container.value_or(""));
  }
  return names;
}

Result<void> check_references(const ContainerDefinition& container, const Containers& all) {
  for (const auto& name : predecessors(container)) {
    if (all.contains(name)) continue;
    return refused("Container '{}' refers to the container '{}', which does not exist.",
                   *container.name, name);
  }
  return {};
}

/// Takes away containers without open predecessors until none is left; what remains is a cycle.
Result<void> check_cycles(const Containers& all) {
  std::set<std::string> open;
  for (const auto& [name, container] : all) open.insert(name);
  while (!open.empty()) {
    const auto done = std::ranges::find_if(open, [&](const std::string& name) {
      return std::ranges::none_of(predecessors(*all.at(name)),
                                  [&](const std::string& before) { return open.contains(before); });
    });
    if (done == open.end()) {
      return refused("The container dependencies have a cycle: '{}'.", *open.begin());
    }
    open.erase(done);
  }
  return {};
}

Result<void> check_mounts(const ContainerDefinition& container, const TaskDefinition& definition) {
  for (const auto& mount : *container.mount_points) {
    const auto known = std::ranges::any_of(
        *definition.volumes,
        [&](const gen::ecs::Volume& volume) { return volume.name == mount.source_volume; });
    if (!known) return refused("Unknown volume '{}'.", mount.source_volume.value_or(""));
    if (mount.container_path.value_or("").empty()) {
      return refused("The mount point of volume '{}' has no containerPath.", *mount.source_volume);
    }
  }
  return {};
}

Result<void> check_volumes(const TaskDefinition& definition) {
  std::set<std::string> names;
  for (const auto& volume : *definition.volumes) {
    const auto name = volume.name.value_or("");
    if (name.empty()) return refused("Volume.name should not be null or empty.");
    if (!names.insert(name).second) return refused("Duplicate volume name '{}'.", name);
    if (volume.host && volume.docker_volume_configuration) {
      return refused("Only one volume source can be specified for volume '{}'.", name);
    }
    const auto& docker = volume.docker_volume_configuration;
    if (docker && docker->autoprovision && docker->scope != gen::ecs::Scope::shared) {
      return refused("autoprovision of volume '{}' needs scope shared.", name);
    }
  }
  return {};
}

}  // namespace

bool has_health_check(const ContainerDefinition& container) {
  const auto& check = container.health_check;
  return check && !check->command.empty() && check->command.front() != "NONE";
}

Result<void> check_containers(const TaskDefinition& definition) {
  const auto mode = definition.network_mode.value_or(NetworkMode::bridge);
  Containers all;
  bool essential = false;
  TRY_VOID(check_volumes(definition));
  for (const auto& container : *definition.container_definitions) {
    TRY_VOID(check_identity(container));
    TRY_VOID(check_memory(definition, container));
    TRY_VOID(check_ports(container, mode));
    TRY_VOID(check_network(container, mode));
    TRY_VOID(check_health(container));
    TRY_VOID(check_swap(container));
    TRY_VOID(check_timeouts(container));
    TRY_VOID(check_restart_policy(container));
    TRY_VOID(check_mounts(container, definition));
    if (!all.emplace(*container.name, &container).second) {
      return refused("Container name '{}' is used more than once.", *container.name);
    }
    essential |= *container.essential;
  }
  if (!essential) {
    return refused("Task definition does not have any essential container.");
  }
  for (const auto& [name, container] : all) {
    TRY_VOID(check_dependencies(*container, all));
    TRY_VOID(check_references(*container, all));
  }
  return check_cycles(all);
}

}  // namespace berth::rules
