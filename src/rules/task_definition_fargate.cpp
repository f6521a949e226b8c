// What Fargate asks of a task definition: its sizes, and what it forbids (behaviour §1.3.3).
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/task_definition.hpp"

namespace berth::rules {

namespace {

using gen::ecs::ContainerDefinition;
using gen::ecs::TaskDefinition;

/// Memory from `least` to `most` MiB in steps; 256 CPU units also offer 512.
struct FargateSize {
  std::int64_t cpu, least, most, step;
};
constexpr FargateSize fargate_sizes[] = {{256, 512, 512, 512},       {256, 1024, 2048, 1024},
                                         {512, 1024, 4096, 1024},    {1024, 2048, 8192, 1024},
                                         {2048, 4096, 16384, 1024},  {4096, 8192, 30720, 1024},
                                         {8192, 16384, 61440, 4096}, {16384, 32768, 122880, 8192}};

struct Forbidden {
  std::string_view member;
  bool present;
};

template <class List>
bool filled(const std::optional<List>& list) {
  return list && !list->empty();
}

Result<void> check_container(const ContainerDefinition& container) {
  const auto linux_parameters = container.linux_parameters.value_or(gen::ecs::LinuxParameters{});
  const auto added = linux_parameters.capabilities
                         ? linux_parameters.capabilities->add.value_or(std::vector<std::string>{})
                         : std::vector<std::string>{};
  const bool capability =
      std::ranges::any_of(added, [](const std::string& name) { return name != "SYS_PTRACE"; });
  const auto stop = container.stop_timeout.value_or(30),
             start = container.start_timeout.value_or(2);
  for (const auto& [member, present] :
       {Forbidden{"privileged", container.privileged.value_or(false)},
        Forbidden{"links", filled(container.links)},
        Forbidden{"dockerSecurityOptions", filled(container.docker_security_options)},
        Forbidden{"extraHosts", filled(container.extra_hosts)},
        Forbidden{"linuxParameters.devices", filled(linux_parameters.devices)},
        Forbidden{"linuxParameters.sharedMemorySize",
                  linux_parameters.shared_memory_size.has_value()},
        Forbidden{"linuxParameters.tmpfs", filled(linux_parameters.tmpfs)},
        Forbidden{"linuxParameters.maxSwap", linux_parameters.max_swap.has_value()},
        Forbidden{"linuxParameters.swappiness", linux_parameters.swappiness.has_value()},
        Forbidden{"linuxParameters.capabilities.add other than SYS_PTRACE", capability},
        Forbidden{"stopTimeout above 120", stop > 120},
        Forbidden{"startTimeout above 120", start > 120}}) {
    if (!present) continue;
    return fail(
        ErrorCode::client_exception,
        fmt::format("Fargate does not support '{}' (container '{}').", member, *container.name));
  }
  return {};
}

}  // namespace

bool fargate_offers(std::int64_t cpu, std::int64_t memory) {
  return std::ranges::any_of(fargate_sizes, [&](const FargateSize& size) {
    return cpu == size.cpu && memory >= size.least && memory <= size.most &&
           (memory - size.least) % size.step == 0;
  });
}

Result<void> check_fargate(const TaskDefinition& definition) {
  if (definition.network_mode != gen::ecs::NetworkMode::awsvpc) {
    return fail(ErrorCode::client_exception, "Fargate only supports network mode ‘awsvpc’.");
  }
  const auto cpu = parse_unsigned(definition.cpu.value_or(""));
  const auto memory = parse_unsigned(definition.memory.value_or(""));
  if (!cpu || !memory) {
    return fail(ErrorCode::client_exception,
                "Fargate requires that 'cpu' and 'memory' be defined at the task level.");
  }
  if (!fargate_offers(static_cast<std::int64_t>(*cpu), static_cast<std::int64_t>(*memory))) {
    return fail(ErrorCode::client_exception,
                fmt::format("No Fargate configuration exists for given values: {} CPU, {} memory. "
                            "See the Amazon ECS documentation for the valid values.",
                            *cpu, *memory));
  }
  if (definition.pid_mode == gen::ecs::PidMode::host || definition.ipc_mode) {
    return fail(ErrorCode::client_exception, "Fargate does not support pidMode host or ipcMode.");
  }
  std::int64_t container_memory = 0;
  for (const auto& container : *definition.container_definitions) {
    TRY_VOID(check_container(container));
    container_memory += container.memory_reservation.value_or(container.memory.value_or(0));
  }
  if (container_memory > static_cast<std::int64_t>(*memory)) {
    return fail(ErrorCode::client_exception,
                "The sum of the containers' memory must not be greater than the task's memory.");
  }
  for (const auto& volume : *definition.volumes) {
    const bool on_host = volume.host && volume.host->source_path;
    if (on_host || volume.docker_volume_configuration) {
      return fail(ErrorCode::client_exception,
                  fmt::format("Fargate does not support the source of volume '{}'.",
                              volume.name.value_or("")));
    }
  }
  return {};
}

}  // namespace berth::rules
