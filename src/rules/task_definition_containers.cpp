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
using gen::ecs::EnvironmentFile;
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

/// "repository:tag" or "repository@sha256:<64 hexadecimal digits>".
Result<void> check_image(const std::string& image) {
  if (image.empty()) return refused("Container.image should not be null or empty.");
  const auto halves = cut(image, '@');
  const std::string repository(halves ? halves->before : image);
  if (!only_alphanumeric_or(repository, "-_:./#")) {
    return refused("Container.image contains invalid characters.");
  }
  if (repository.size() > 255) {
    return refused("Container.image may have up to 255 characters before '@'.");
  }
  if (!halves) return {};
  const std::string_view digest = halves->after, algorithm = "sha256:";
  const bool hexadecimal = digest.find_first_not_of("0123456789abcdefABCDEF", algorithm.size()) ==
                           std::string_view::npos;
  if (repository.empty() || !digest.starts_with(algorithm) ||
      digest.size() != algorithm.size() + 64 || !hexadecimal) {
    return refused("Container.image has an invalid digest: '{}'.", digest.substr(0, 100));
  }
  return {};
}

Result<void> check_identity(const ContainerDefinition& container) {
  const auto name = container.name.value_or(""), image = container.image.value_or("");
  if (name.empty()) return refused("Container.name should not be null or empty.");
  if (name.size() > 255 || !only_alphanumeric_or(name, "-_")) {
    return refused("Invalid container name: '{}'.", name.substr(0, 300));
  }
  return check_image(image);
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

Result<void> check_ulimits(const ContainerDefinition& container) {
  if (!container.ulimits) return {};
  for (const auto& limit : *container.ulimits) {
    const bool endless = limit.hard_limit == -1;
    const bool within = limit.soft_limit != -1 && limit.soft_limit <= limit.hard_limit;
    if (endless || within) continue;
    return refused("The ulimit '{}' of container '{}' has a softLimit above its hardLimit.",
                   text(limit.name), *container.name);
  }
  return {};
}

/// The kernel's own word before the value that some options have ("mode=755").
bool is_mount_option(std::string_view option) {
  static const std::set<std::string_view> known{
      "defaults",   "ro",          "rw",         "suid",        "nosuid",        "dev",     "nodev",
      "exec",       "noexec",      "sync",       "async",       "dirsync",       "remount", "mand",
      "nomand",     "atime",       "noatime",    "diratime",    "nodiratime",    "bind",    "rbind",
      "unbindable", "runbindable", "private",    "rprivate",    "shared",        "rshared", "slave",
      "rslave",     "relatime",    "norelatime", "strictatime", "nostrictatime", "mode",    "uid",
      "gid",        "nr_inodes",   "nr_blocks",  "mpol"};
  return known.contains(option.substr(0, option.find('=')));
}

Result<void> check_tmpfs(const ContainerDefinition& container) {
  if (!container.linux_parameters || !container.linux_parameters->tmpfs) return {};
  for (const auto& tmpfs : *container.linux_parameters->tmpfs) {
    if (!tmpfs.container_path.starts_with('/') || tmpfs.size < 1) {
      return refused("A tmpfs of container '{}' needs an absolute containerPath and a size.",
                     *container.name);
    }
    for (const auto& option : tmpfs.mount_options.value_or(std::vector<std::string>{})) {
      if (is_mount_option(option)) continue;
      return refused("Invalid mount option '{}' for a tmpfs of container '{}'.", option,
                     *container.name);
    }
  }
  return {};
}

bool is_capability(std::string_view name) {
  static const std::set<std::string_view> known{
      "ALL",        "AUDIT_CONTROL",   "AUDIT_WRITE",      "BLOCK_SUSPEND",
      "CHOWN",      "DAC_OVERRIDE",    "DAC_READ_SEARCH",  "FOWNER",
      "FSETID",     "IPC_LOCK",        "IPC_OWNER",        "KILL",
      "LEASE",      "LINUX_IMMUTABLE", "MAC_ADMIN",        "MAC_OVERRIDE",
      "MKNOD",      "NET_ADMIN",       "NET_BIND_SERVICE", "NET_BROADCAST",
      "NET_RAW",    "SETFCAP",         "SETGID",           "SETPCAP",
      "SETUID",     "SYS_ADMIN",       "SYS_BOOT",         "SYS_CHROOT",
      "SYS_MODULE", "SYS_NICE",        "SYS_PACCT",        "SYS_PTRACE",
      "SYS_RAWIO",  "SYS_RESOURCE",    "SYS_TIME",         "SYS_TTY_CONFIG",
      "SYSLOG",     "WAKE_ALARM"};
  return known.contains(name);
}

Result<void> check_capabilities(const ContainerDefinition& container) {
  if (!container.linux_parameters || !container.linux_parameters->capabilities) return {};
  const auto& capabilities = *container.linux_parameters->capabilities;
  for (const auto* list : {&capabilities.add, &capabilities.drop}) {
    for (const auto& name : list->value_or(std::vector<std::string>{})) {
      if (is_capability(name)) continue;
      return refused("Invalid capability '{}' for container '{}'.", name, *container.name);
    }
  }
  return {};
}

/// Which namespace a kernel parameter belongs to; nothing for those that no container has of its
/// own.
enum class SysctlSpace : std::uint8_t { ipc, network };
std::optional<SysctlSpace> space_of(std::string_view parameter) {
  static const std::set<std::string_view> ipc{
      "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem",
      "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced"};
  if (ipc.contains(parameter) || parameter.starts_with("fs.mqueue.")) return SysctlSpace::ipc;
  if (parameter.starts_with("net.")) return SysctlSpace::network;
  return std::nullopt;
}

Result<void> check_system_controls(const ContainerDefinition& container,
                                   const TaskDefinition& definition) {
  for (const auto& control : *container.system_controls) {
    const auto parameter = control.namespace_.value_or("");
    const auto space = space_of(parameter);
    if (!space) {
      return refused("Invalid systemControls namespace '{}' for container '{}'.", parameter,
                     *container.name);
    }
    if (*space == SysctlSpace::network && definition.network_mode == NetworkMode::host) {
      return refused("The systemControls namespace '{}' is not supported when networkMode=host.",
                     parameter);
    }
    if (*space == SysctlSpace::ipc && definition.ipc_mode == gen::ecs::IpcMode::host) {
      return refused("The systemControls namespace '{}' is not supported when ipcMode=host.",
                     parameter);
    }
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
      // The plus sign is theirs.
      return refused("Cannot depend on container + '{}' because it does not exist",
                     dependency.container_name);
    }
    const auto& other = *found->second;
    const bool must_end = dependency.condition == ContainerCondition::complete ||
                          dependency.condition == ContainerCondition::success;
    if (must_end && *other.essential) {
      return refused(
          "A dependency container with SUCCESS or COMPLETE condition cannot be an essential "
          "container");
    }
    if (dependency.condition == ContainerCondition::healthy && !has_health_check(other)) {
      return refused("Container '{}' depends on '{}' to be HEALTHY, which has no health check.",
                     *container.name, *other.name);
    }
  }
  return {};
}

std::vector<std::string> linked(const ContainerDefinition& container) {
  std::vector<std::string> names;
  if (!container.links) return names;
  for (const auto& link : *container.links) names.push_back(link.substr(0, link.find(':')));
  return names;
}

/// What must have started before the container: dependsOn, links and volumesFrom.
std::vector<std::string> predecessors(const ContainerDefinition& container) {
  auto names = linked(container);
  if (container.depends_on) {
    for (const auto& item : *container.depends_on) names.push_back(item.container_name);
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

using Predecessors = std::vector<std::string> (*)(const ContainerDefinition&);

/// Takes away containers without open predecessors until none is left; what remains is a cycle.
bool has_cycle(const Containers& all, Predecessors before) {
  std::set<std::string> open;
  for (const auto& [name, container] : all) open.insert(name);
  while (!open.empty()) {
    const auto done = std::ranges::find_if(open, [&](const std::string& name) {
      return std::ranges::none_of(before(*all.at(name)),
                                  [&](const std::string& each) { return open.contains(each); });
    });
    if (done == open.end()) return true;
    open.erase(done);
  }
  return false;
}

Result<void> check_cycles(const Containers& all) {
  if (has_cycle(all, linked)) return refused("Container links should not have a cycle");
  if (has_cycle(all, predecessors)) {
    return refused("Container dependencies should not have a cycle");
  }
  return {};
}

/// The sums of what containers reserve stay within what the task has.
Result<void> check_sums(const TaskDefinition& definition) {
  std::int64_t cpu = 0, memory = 0;
  for (const auto& container : *definition.container_definitions) {
    cpu += container.cpu.value_or(0);
    memory += container.memory_reservation.value_or(container.memory.value_or(0));
  }
  const auto above = [](std::int64_t sum, const std::optional<std::string>& limit) {
    return limit && sum > static_cast<std::int64_t>(parse_unsigned(*limit).value_or(0));
  };
  for (const auto& [name, exceeded] : {std::pair{"cpu", above(cpu, definition.cpu)},
                                       {"memory", above(memory, definition.memory)}}) {
    if (!exceeded) continue;
    return refused(
        "The sum of all container '{0}' values cannot be greater than the value of the task "
        "'{0}'.",
        name);
  }
  return {};
}

/// Without a network of its own, a task has the ports of its host, each only once.
Result<void> check_host_ports(const TaskDefinition& definition) {
  if (definition.network_mode == NetworkMode::awsvpc) return {};
  std::set<std::pair<std::int32_t, gen::ecs::TransportProtocol>> taken;
  for (const auto& container : *definition.container_definitions) {
    for (const auto& mapping : *container.port_mappings) {
      const auto port = mapping.host_port.value_or(0);
      if (port == 0 || taken.emplace(port, *mapping.protocol).second) continue;
      return refused("The host port '{}' is used by more than one port mapping.", port);
    }
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
    if (name.size() > 255 || !only_alphanumeric_or(name, "-_")) {
      return refused("Invalid volume name: '{}'.", name.substr(0, 300));
    }
    if (volume.host && volume.host->source_path && volume.host->source_path->empty()) {
      return refused("host.sourcePath should not be blank.");
    }
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

Result<void> check_environment_files(const std::string& container,
                                     const std::vector<EnvironmentFile>& files) {
  if (files.size() > 10) {
    return refused("Container '{}' has more than 10 environment files.", container);
  }
  for (const auto& file : files) {
    if (file.type == gen::ecs::EnvironmentFileType::s3) {
      return fail(ErrorCode::unsupported_operation,
                  "Berth does not support 'environmentFiles of type s3' yet. Put the file on the "
                  "container instance, and give its absolute path with type file.");
    }
    if (!file.value.ends_with(".env")) {
      return refused("The environment file '{}' of container '{}' must have a .env extension.",
                     file.value, container);
    }
    if (!file.value.starts_with('/') || file.value.find('\0') != std::string::npos) {
      return refused("The environment file '{}' of container '{}' must have an absolute path.",
                     file.value, container);
    }
  }
  return {};
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
    TRY_VOID(check_ulimits(container));
    TRY_VOID(check_tmpfs(container));
    TRY_VOID(check_capabilities(container));
    TRY_VOID(check_system_controls(container, definition));
    TRY_VOID(check_restart_policy(container));
    TRY_VOID(check_environment_files(
        *container.name, container.environment_files.value_or(std::vector<EnvironmentFile>{})));
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
  TRY_VOID(check_cycles(all));
  TRY_VOID(check_sums(definition));
  return check_host_ports(definition);
}

}  // namespace berth::rules
