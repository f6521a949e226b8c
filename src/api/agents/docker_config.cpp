#include "api/agents/docker_config.hpp"

#include <fmt/format.h>

namespace berth::api::agents {

namespace {

using gen::docker::HostConfig;
using gen::ecs::ContainerDefinition;
using gen::ecs::LinuxParameters;

constexpr std::int64_t mebibyte = 1024 * 1024;
constexpr std::int64_t nanoseconds = 1'000'000'000;

gen::docker::HealthConfig health_config(const std::optional<gen::ecs::HealthCheck>& check) {
  gen::docker::HealthConfig health;
  if (!check) {
    // Only checks of the task definition count; an image's own is switched off.
    health.test = {"NONE"};
    return health;
  }
  health.test = check->command;
  health.interval = check->interval.value_or(30) * nanoseconds;
  health.timeout = check->timeout.value_or(5) * nanoseconds;
  health.retries = check->retries.value_or(3);
  if (check->start_period) health.start_period = *check->start_period * nanoseconds;
  return health;
}

std::string permissions(const gen::ecs::Device& device) {
  using Permission = gen::ecs::DeviceCgroupPermission;
  if (!device.permissions || device.permissions->empty()) return "rwm";
  std::string letters;
  for (const auto permission : *device.permissions) {
    letters += permission == Permission::read ? 'r' : permission == Permission::write ? 'w' : 'm';
  }
  return letters;
}

std::string tmpfs_options(const gen::ecs::Tmpfs& tmpfs) {
  std::string options = fmt::format("size={}", tmpfs.size * mebibyte);
  if (!tmpfs.mount_options) return options;
  for (const auto& option : *tmpfs.mount_options) options += "," + option;
  return options;
}

void add_linux_parameters(HostConfig& host, const LinuxParameters& parameters,
                          const std::optional<std::int32_t>& memory) {
  if (parameters.capabilities) {
    host.cap_add = parameters.capabilities->add;
    host.cap_drop = parameters.capabilities->drop;
  }
  if (parameters.devices) {
    auto& devices = host.devices.emplace();
    for (const auto& device : *parameters.devices) {
      gen::docker::DeviceMapping mapping;
      mapping.path_on_host = device.host_path;
      mapping.path_in_container = device.container_path.value_or(device.host_path);
      mapping.cgroup_permissions = permissions(device);
      devices.push_back(std::move(mapping));
    }
  }
  host.init = parameters.init_process_enabled;
  if (parameters.shared_memory_size) host.shm_size = *parameters.shared_memory_size * mebibyte;
  if (parameters.tmpfs) {
    auto& mounts = host.tmpfs.emplace();
    for (const auto& tmpfs : *parameters.tmpfs) mounts[tmpfs.container_path] = tmpfs_options(tmpfs);
  }
  // maxSwap is what comes on top of memory; Docker counts both together, -1 is unlimited.
  if (parameters.max_swap && memory) {
    host.memory_swap = *parameters.max_swap < 0 ? -1 : (*memory + *parameters.max_swap) * mebibyte;
  }
  // Without maxSwap it is ignored, as the API says.
  if (parameters.swappiness && parameters.max_swap) host.memory_swappiness = *parameters.swappiness;
}

void add_limits(HostConfig& host, const ContainerDefinition& definition) {
  if (definition.ulimits) {
    auto& ulimits = host.ulimits.emplace();
    for (const auto& limit : *definition.ulimits) {
      gen::docker::Ulimit ulimit;
      ulimit.name = std::string(text(limit.name));
      ulimit.soft = limit.soft_limit;
      ulimit.hard = limit.hard_limit;
      ulimits.push_back(std::move(ulimit));
    }
  }
  if (definition.system_controls && !definition.system_controls->empty()) {
    auto& sysctls = host.sysctls.emplace();
    for (const auto& control : *definition.system_controls) {
      sysctls[control.namespace_.value_or("")] = control.value.value_or("");
    }
  }
}

}  // namespace

gen::docker::ContainerConfig docker_config(const ContainerDefinition& definition) {
  gen::docker::ContainerConfig config;
  config.hostname = definition.hostname;
  config.user = definition.user;
  config.working_dir = definition.working_directory;
  config.labels = definition.docker_labels;
  config.tty = definition.pseudo_terminal;
  config.open_stdin = definition.interactive;
  config.network_disabled = definition.disable_networking;
  config.healthcheck = health_config(definition.health_check);
  return config;
}

HostConfig host_config(const ContainerDefinition& definition,
                       const gen::ecs::TaskDefinition& task) {
  HostConfig host;
  host.network_mode = std::string(text(task.network_mode.value_or(gen::ecs::NetworkMode::bridge)));
  host.privileged = definition.privileged;
  host.readonly_rootfs = definition.readonly_root_filesystem;
  host.dns = definition.dns_servers;
  host.dns_search = definition.dns_search_domains;
  host.security_opt = definition.docker_security_options;
  if (definition.memory_reservation) {
    host.memory_reservation = *definition.memory_reservation * mebibyte;
  }
  if (definition.extra_hosts) {
    auto& hosts = host.extra_hosts.emplace();
    for (const auto& entry : *definition.extra_hosts) {
      hosts.push_back(entry.hostname + ":" + entry.ip_address);
    }
  }
  if (task.pid_mode == gen::ecs::PidMode::host) host.pid_mode = "host";
  if (task.ipc_mode == gen::ecs::IpcMode::host) host.ipc_mode = "host";
  if (task.ipc_mode == gen::ecs::IpcMode::none) host.ipc_mode = "none";
  if (definition.log_configuration) {
    auto& log = host.log_config.emplace();
    log.type = std::string(text(definition.log_configuration->log_driver));
    log.config = definition.log_configuration->options;
  }
  add_limits(host, definition);
  if (definition.linux_parameters) {
    add_linux_parameters(host, *definition.linux_parameters, definition.memory);
  }
  return host;
}

}  // namespace berth::api::agents
