// What Fargate asks of a task definition, its sizes and what it forbids (behaviour §1.3.3), and
// what instances outside of AWS do.
#include <algorithm>
#include <initializer_list>
#include <utility>

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

std::unexpected<Error> refused(std::string text) {
  return fail(ErrorCode::client_exception, std::move(text));
}

Result<void> refuse(std::initializer_list<Forbidden> members) {
  for (const auto& [member, present] : members) {
    if (!present) continue;
    return refused(fmt::format("Fargate compatible task definitions do not support {}", member));
  }
  return {};
}

Result<void> check_container(const ContainerDefinition& container,
                             const TaskDefinition& definition) {
  const auto linux_parameters = container.linux_parameters.value_or(gen::ecs::LinuxParameters{});
  const auto added = linux_parameters.capabilities
                         ? linux_parameters.capabilities->add.value_or(std::vector<std::string>{})
                         : std::vector<std::string>{};
  const bool capability =
      std::ranges::any_of(added, [](const std::string& name) { return name != "SYS_PTRACE"; });
  const auto out_of_bounds = [](std::int32_t timeout) { return timeout < 2 || timeout > 120; };
  TRY_VOID(refuse({{"privileged", container.privileged.value_or(false)},
                   {"links", filled(container.links)},
                   {"dockerSecurityOptions", filled(container.docker_security_options)},
                   {"environmentFiles of type file", filled(container.environment_files)},
                   {"extraHosts", filled(container.extra_hosts)},
                   {"devices", filled(linux_parameters.devices)},
                   {"sharedMemorySize", linux_parameters.shared_memory_size.has_value()},
                   {"tmpfs", filled(linux_parameters.tmpfs)},
                   {"maxSwap", linux_parameters.max_swap.has_value()},
                   {"swappiness", linux_parameters.swappiness.has_value()},
                   {"capabilities.add other than SYS_PTRACE", capability},
                   {"stopTimeout outside of 2 to 120 seconds",
                    out_of_bounds(container.stop_timeout.value_or(30))},
                   {"startTimeout outside of 2 to 120 seconds",
                    out_of_bounds(container.start_timeout.value_or(2))}}));
  if (is_ecr_image(container.image.value_or("")) && !definition.execution_role_arn) {
    return refused(
        "Fargate requires task definition to have execution role ARN to support ECR images.");
  }
  return {};
}

Result<void> check_size(const TaskDefinition& definition) {
  for (const auto& [word, given] :
       {std::pair{"cpu", definition.cpu.has_value()}, {"memory", definition.memory.has_value()}}) {
    if (given) continue;
    return refused(fmt::format("Fargate requires that '{}' be defined at the task level.", word));
  }
  const auto cpu = static_cast<std::int64_t>(parse_unsigned(*definition.cpu).value_or(0));
  const auto memory = static_cast<std::int64_t>(parse_unsigned(*definition.memory).value_or(0));
  if (fargate_offers(cpu, memory)) return {};
  return refused(
      fmt::format("No Fargate configuration exists for given values: {} CPU, {} memory. See the "
                  "Amazon ECS documentation for the valid values.",
                  cpu, memory));
}

}  // namespace

bool is_ecr_image(std::string_view image) {
  const auto halves = cut(image, '.');
  return halves && halves->before.size() == 12 && parse_unsigned(halves->before) &&
         halves->after.starts_with("dkr.ecr.");
}

bool fargate_offers(std::int64_t cpu, std::int64_t memory) {
  return std::ranges::any_of(fargate_sizes, [&](const FargateSize& size) {
    return cpu == size.cpu && memory >= size.least && memory <= size.most &&
           (memory - size.least) % size.step == 0;
  });
}

Result<void> check_fargate(const TaskDefinition& definition) {
  if (definition.network_mode != gen::ecs::NetworkMode::awsvpc) {
    return refused("Fargate only supports network mode ‘awsvpc’.");
  }
  TRY_VOID(check_size(definition));
  if (definition.pid_mode == gen::ecs::PidMode::host) {
    return refused(
        "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value "
        "for pidMode is 'task'.");
  }
  if (definition.ipc_mode) {
    return refused("Tasks using the Fargate launch type do not support ipcMode.");
  }
  TRY_VOID(refuse({{"placementConstraints", filled(definition.placement_constraints)}}));
  for (const auto& container : *definition.container_definitions) {
    TRY_VOID(check_container(container, definition));
  }
  for (const auto& volume : *definition.volumes) {
    TRY_VOID(
        refuse({{"sourcePath", volume.host && volume.host->source_path},
                {"dockerVolumeConfiguration", volume.docker_volume_configuration.has_value()}}));
  }
  return {};
}

Result<void> check_external(const TaskDefinition& definition) {
  if (definition.network_mode == gen::ecs::NetworkMode::awsvpc) {
    return refused("Tasks using the External launch type do not support networkMode 'awsvpc'.");
  }
  return {};
}

}  // namespace berth::rules
