#include "rules/task_definition.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/arn.hpp"
#include "base/text.hpp"
#include "rules/placement/constraint.hpp"

namespace berth::rules {

namespace {

using gen::ecs::Compatibility;
using gen::ecs::ContainerDefinition;
using gen::ecs::NetworkMode;
using gen::ecs::TaskDefinition;

/// "2 vCPU" or ".5 GB": a decimal number before one of the unit words.
std::optional<double> number_before(std::string_view text, std::string_view unit) {
  const auto lower = lowercase(text);
  if (!lower.ends_with(unit)) return std::nullopt;
  const auto digits = trim(std::string_view(lower).substr(0, lower.size() - unit.size()));
  double value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

Result<std::string> scaled(const std::string& text, std::string_view unit, std::string_view word) {
  const auto whole = parse_unsigned(trim(text));
  if (whole && *whole <= task_units_max) return std::to_string(*whole);
  const auto value = number_before(trim(text), unit);
  if (whole || !value || !(*value >= 0 && *value * 1024 <= task_units_max)) {
    return fail(ErrorCode::client_exception,
                fmt::format("Invalid '{}' setting for task: '{}'.", word, text));
  }
  return std::to_string(std::llround(*value * 1024));
}

template <class Value>
void fill(std::optional<Value>& member, Value value) {
  if (!member) member = std::move(value);
}

void fill_container(ContainerDefinition& container, NetworkMode mode) {
  fill(container.cpu, 0);
  fill(container.essential, true);
  fill(container.port_mappings, {});
  fill(container.environment, {});
  fill(container.mount_points, {});
  fill(container.volumes_from, {});
  fill(container.system_controls, {});
  for (auto& mapping : *container.port_mappings) {
    fill(mapping.protocol, gen::ecs::TransportProtocol::tcp);
    if (mapping.container_port_range) continue;
    const bool own_ports = mode == NetworkMode::awsvpc || mode == NetworkMode::host;
    fill(mapping.host_port, own_ports ? mapping.container_port.value_or(0) : 0);
  }
  if (!container.health_check) return;
  fill(container.health_check->interval, 30);
  fill(container.health_check->timeout, 5);
  fill(container.health_check->retries, 3);
}

void fill_volume(gen::ecs::Volume& volume) {
  if (volume.docker_volume_configuration) {
    auto& docker = *volume.docker_volume_configuration;
    fill(docker.scope, gen::ecs::Scope::task);
    fill(docker.driver, std::string("local"));
    if (docker.scope == gen::ecs::Scope::shared) fill(docker.autoprovision, false);
  } else {
    fill(volume.host, {});
  }
}

Result<void> check_task_size(const TaskDefinition& definition) {
  const auto cpu = parse_unsigned(definition.cpu.value_or("1024"));
  if (*cpu < 128 || *cpu > 196608) {
    return fail(ErrorCode::client_exception,
                fmt::format("Invalid 'cpu' setting for task. Valid values are between 128 and "
                            "196608 CPU units: '{}'.",
                            *definition.cpu));
  }
  if (definition.memory && *parse_unsigned(*definition.memory) < 4) {
    return fail(ErrorCode::client_exception, "Invalid 'memory' setting for task.");
  }
  return {};
}

Result<void> check_names(const gen::ecs::RegisterTaskDefinitionRequest& request) {
  const auto& family = request.family;
  if (family.empty() || family.size() > 255 || !only_alphanumeric_or(family, "-_")) {
    return fail(ErrorCode::client_exception,
                "Invalid family: '" + family.substr(0, 300) +
                    "'. It may have up to 255 letters, numbers, underscores and hyphens.");
  }
  if (request.container_definitions.empty()) {
    return fail(ErrorCode::client_exception,
                "TaskDefinition must have at least one container definition.");
  }
  if (request.container_definitions.size() > 10) {
    return fail(ErrorCode::client_exception, "Too many containers.");
  }
  return {};
}

bool is_required(const TaskDefinition& definition, Compatibility wanted) {
  const auto& list = definition.requires_compatibilities;
  return list && std::ranges::find(*list, wanted) != list->end();
}

/// EC2 always; EXTERNAL and FARGATE where they would take it as it stands.
std::vector<Compatibility> compatibilities(const TaskDefinition& definition) {
  std::vector<Compatibility> list{Compatibility::ec2};
  if (check_external(definition)) list.insert(list.begin(), Compatibility::external);
  if (check_fargate(definition)) list.push_back(Compatibility::fargate);
  return list;
}

/// A role's name or its ARN.
Result<void> check_role(const std::optional<std::string>& role) {
  if (!role) return {};
  const auto arn = Arn::parse(*role);
  const auto name = arn ? arn->resource : "role/" + *role;
  const bool of_iam = !arn || (arn->service == "iam" && arn->account.size() == 12);
  const auto path = name.starts_with("role/") ? name.substr(5) : std::string();
  if (!of_iam || path.empty() || !only_alphanumeric_or(path, "+=,.@_-/")) {
    return fail(ErrorCode::client_exception, "Role is not valid");
  }
  return {};
}

}  // namespace

Result<std::string> cpu_units(const std::string& text) { return scaled(text, "vcpu", "cpu"); }

Result<std::string> memory_mib(const std::string& text) { return scaled(text, "gb", "memory"); }

Result<TaskDefinition> define_task(const gen::ecs::RegisterTaskDefinitionRequest& request) {
  TRY_VOID(check_names(request));
  TRY_VOID(refuse_unsupported(request));
  TRY_VOID(check_role(request.execution_role_arn));
  TaskDefinition definition;
  definition.family = request.family;
  definition.task_role_arn = request.task_role_arn;
  definition.execution_role_arn = request.execution_role_arn;
  definition.network_mode = request.network_mode;
  definition.container_definitions = request.container_definitions;
  definition.volumes = request.volumes.value_or(std::vector<gen::ecs::Volume>{});
  definition.placement_constraints = request.placement_constraints;
  if (!definition.placement_constraints) definition.placement_constraints.emplace();
  definition.requires_compatibilities = request.requires_compatibilities;
  definition.pid_mode = request.pid_mode;
  definition.ipc_mode = request.ipc_mode;
  definition.runtime_platform = request.runtime_platform;
  if (request.cpu) definition.cpu = TRY(cpu_units(*request.cpu));
  if (request.memory) definition.memory = TRY(memory_mib(*request.memory));
  for (auto& container : *definition.container_definitions) {
    fill_container(container, definition.network_mode.value_or(NetworkMode::bridge));
  }
  for (auto& volume : *definition.volumes) fill_volume(volume);
  TRY_VOID(check_task_size(definition));
  TRY_VOID(check_containers(definition));
  TRY_VOID(check_constraints(*definition.placement_constraints));
  if (is_required(definition, Compatibility::fargate)) TRY_VOID(check_fargate(definition));
  if (is_required(definition, Compatibility::external)) TRY_VOID(check_external(definition));
  definition.compatibilities = compatibilities(definition);
  definition.requires_attributes = required_attributes(definition);
  return definition;
}

}  // namespace berth::rules
