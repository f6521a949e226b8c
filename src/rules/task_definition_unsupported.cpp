// The members of a task definition that Berth cannot honour: refused by name, never dropped.
#include <algorithm>

#include <fmt/format.h>

#include "rules/task_definition.hpp"

namespace berth::rules {

namespace {

struct Refused {
  std::string_view member;
  bool present;
};

Result<void> refuse(std::initializer_list<Refused> members, std::string_view where) {
  for (const auto& [member, present] : members) {
    if (!present) continue;
    return fail(ErrorCode::unsupported_operation,
                fmt::format("Berth does not support '{}' in {}.", member, where));
  }
  return {};
}

template <class List>
bool filled(const std::optional<List>& list) {
  return list && !list->empty();
}

Result<void> refuse_container(const gen::ecs::ContainerDefinition& container) {
  const auto where = fmt::format("the container definition '{}'", container.name.value_or(""));
  TRY_VOID(refuse({{"repositoryCredentials", container.repository_credentials.has_value()},
                   {"secrets", filled(container.secrets)},
                   {"resourceRequirements", filled(container.resource_requirements)},
                   {"firelensConfiguration", container.firelens_configuration.has_value()},
                   {"credentialSpecs", filled(container.credential_specs)}},
                  where));
  for (const auto& mapping :
       container.port_mappings.value_or(std::vector<gen::ecs::PortMapping>{})) {
    TRY_VOID(refuse({{"portMappings.name", mapping.name.has_value()},
                     {"portMappings.appProtocol", mapping.app_protocol.has_value()}},
                    where));
  }
  if (!container.log_configuration) return {};
  using gen::ecs::LogDriver;
  const auto driver = container.log_configuration->log_driver;
  return refuse(
      {{"logConfiguration.secretOptions", filled(container.log_configuration->secret_options)},
       {"logConfiguration.logDriver awslogs", driver == LogDriver::awslogs},
       {"logConfiguration.logDriver splunk", driver == LogDriver::splunk},
       {"logConfiguration.logDriver awsfirelens", driver == LogDriver::awsfirelens}},
      where);
}

Result<void> refuse_volume(const gen::ecs::Volume& volume) {
  return refuse({{"efsVolumeConfiguration", volume.efs_volume_configuration.has_value()},
                 {"s3filesVolumeConfiguration", volume.s3files_volume_configuration.has_value()},
                 {"fsxWindowsFileServerVolumeConfiguration",
                  volume.fsx_windows_file_server_volume_configuration.has_value()},
                 {"configuredAtLaunch", volume.configured_at_launch.value_or(false)}},
                fmt::format("the volume '{}'", volume.name.value_or("")));
}

}  // namespace

Result<void> refuse_unsupported(const gen::ecs::RegisterTaskDefinitionRequest& request) {
  using gen::ecs::OSFamily;
  const bool windows =
      request.runtime_platform && request.runtime_platform->operating_system_family.value_or(
                                      OSFamily::linux_) != OSFamily::linux_;
  using gen::ecs::Compatibility;
  const auto& required = request.requires_compatibilities;
  const bool managed =
      required && std::ranges::find(*required, Compatibility::managed_instances) != required->end();
  TRY_VOID(refuse({{"taskRoleArn", request.task_role_arn.has_value()},
                   {"proxyConfiguration", request.proxy_configuration.has_value()},
                   {"inferenceAccelerators", filled(request.inference_accelerators)},
                   {"ephemeralStorage", request.ephemeral_storage.has_value()},
                   {"enableFaultInjection", request.enable_fault_injection.value_or(false)},
                   {"runtimePlatform.operatingSystemFamily other than LINUX", windows},
                   {"requiresCompatibilities MANAGED_INSTANCES", managed}},
                  "a task definition"));
  for (const auto& container : request.container_definitions) {
    TRY_VOID(refuse_container(container));
  }
  for (const auto& volume : request.volumes.value_or(std::vector<gen::ecs::Volume>{})) {
    TRY_VOID(refuse_volume(volume));
  }
  return {};
}

}  // namespace berth::rules
