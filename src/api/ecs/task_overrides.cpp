#include "api/ecs/task_overrides.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "rules/task_definition.hpp"
#include "wire/cbor/cbor.hpp"

namespace berth::api::ecs {

namespace {

constexpr std::size_t overrides_length_max = 8192;

/// As for the container of a task definition.
Result<void> check_size(const gen::ecs::ContainerOverride& entry) {
  struct Row {
    std::string_view name;
    std::optional<std::int32_t> value;
    std::int32_t least;
  };
  for (const auto& row : {Row{"cpu", entry.cpu, 0}, Row{"memory", entry.memory, 4},
                          Row{"memoryReservation", entry.memory_reservation, 4}}) {
    if (row.value.value_or(row.least) >= row.least) continue;
    return fail(ErrorCode::invalid_parameter,
                fmt::format("overrides.containerOverrides.{} of container {} must be at least {}.",
                            row.name, *entry.name, row.least));
  }
  return {};
}

Result<void> check_container(const gen::ecs::ContainerOverride& entry,
                             const gen::ecs::TaskDefinition& definition) {
  const auto named = [&](const gen::ecs::ContainerDefinition& container) {
    return container.name == entry.name;
  };
  const auto& containers = *definition.container_definitions;
  const auto container = std::ranges::find_if(containers, named);
  if (!entry.name || container == containers.end()) {
    return fail(ErrorCode::invalid_parameter, "Override for container named " +
                                                  entry.name.value_or("") +
                                                  " is not a container in the TaskDefinition.");
  }
  TRY_VOID(check_size(entry));
  if (entry.environment_files) {
    TRY_VOID(rules::check_environment_files(*entry.name, *entry.environment_files));
    // The definition's files are why the task runs where such files may be read.
    if (!entry.environment_files->empty() && !filled(container->environment_files)) {
      return fail(ErrorCode::invalid_parameter,
                  "overrides.containerOverrides.environmentFiles: container " + *entry.name +
                      " has no environmentFiles in its task definition, which must have some for "
                      "an override to replace them.");
    }
  }
  return refuse(
      {{"overrides.containerOverrides.resourceRequirements", filled(entry.resource_requirements)}});
}

}  // namespace

Result<gen::ecs::TaskOverride> read_overrides(
    const std::optional<gen::ecs::TaskOverride>& overrides,
    const gen::ecs::TaskDefinition& definition) {
  if (!overrides) return gen::ecs::TaskOverride{};
  auto result = *overrides;
  if (wire::cbor::encode(result).size() > overrides_length_max) {
    return fail(ErrorCode::invalid_parameter, "overrides may have up to 8192 characters.");
  }
  TRY_VOID(refuse(
      {{"overrides.inferenceAcceleratorOverrides", filled(result.inference_accelerator_overrides)},
       {"overrides.ephemeralStorage", result.ephemeral_storage.has_value()},
       {"overrides.taskRoleArn", result.task_role_arn.has_value()},
       {"overrides.executionRoleArn", result.execution_role_arn.has_value()}}));
  if (result.cpu) result.cpu = TRY(rules::cpu_units(*result.cpu));
  if (result.memory) result.memory = TRY(rules::memory_mib(*result.memory));
  for (const auto& entry :
       result.container_overrides.value_or(std::vector<gen::ecs::ContainerOverride>{})) {
    TRY_VOID(check_container(entry, definition));
  }
  return result;
}

}  // namespace berth::api::ecs
