#include "api/agents/payload.hpp"

#include <algorithm>

#include "api/agents/docker_config.hpp"
#include "base/arn.hpp"
#include "base/check.hpp"
#include "base/text.hpp"
#include "rules/new_task.hpp"
#include "rules/task_definition.hpp"
#include "wire/json/json.hpp"

namespace berth::api::agents {

namespace {

using gen::ecs::ContainerDefinition;
using gen::ecs::ContainerOverride;
namespace message = gen::agent_protocol;

const ContainerOverride* override_of(const model::Task& task, const std::string& name) {
  if (!task.overrides.container_overrides) return nullptr;
  const auto found = std::ranges::find(*task.overrides.container_overrides,
                                       std::optional<std::string>(name), &ContainerOverride::name);
  return found == task.overrides.container_overrides->end() ? nullptr : &*found;
}

/// The definition as it runs: what the overrides say replaces what it says.
ContainerDefinition merged(ContainerDefinition definition, const model::Task& task) {
  const auto* override = override_of(task, definition.name.value_or(""));
  if (!override) return definition;
  if (override->command) definition.command = override->command;
  if (override->cpu) definition.cpu = override->cpu;
  if (override->memory) definition.memory = override->memory;
  if (override->memory_reservation) definition.memory_reservation = override->memory_reservation;
  if (override->environment_files) definition.environment_files = override->environment_files;
  if (override->environment) {
    auto& environment = *definition.environment;
    environment.insert(environment.end(), override->environment->begin(),
                       override->environment->end());
  }
  return definition;
}

/// Later entries win, so overrides do; ECS itself adds where the task runs.
std::map<std::string, std::string> environment(const ContainerDefinition& definition,
                                               const model::Task& task) {
  std::map<std::string, std::string> variables;
  for (const auto& pair : *definition.environment) {
    variables[pair.name.value_or("")] = pair.value.value_or("");
  }
  const bool fargate = task.launch_type == gen::ecs::LaunchType::fargate;
  variables.emplace("AWS_EXECUTION_ENV", fargate ? "AWS_ECS_FARGATE" : "AWS_ECS_EC2");
  return variables;
}

std::vector<message::PortMapping> port_mappings(const ContainerDefinition& definition) {
  std::vector<message::PortMapping> mappings;
  for (const auto& from : *definition.port_mappings) {
    message::PortMapping mapping;
    mapping.container_port = from.container_port;
    mapping.host_port = from.host_port;
    mapping.container_port_range = from.container_port_range;
    mapping.protocol = std::string(text(from.protocol.value_or(gen::ecs::TransportProtocol::tcp)));
    mappings.push_back(std::move(mapping));
  }
  return mappings;
}

void add_mounts(message::Container& container, const ContainerDefinition& definition) {
  auto& mounts = container.mount_points.emplace();
  for (const auto& from : *definition.mount_points) {
    mounts.push_back({from.source_volume, from.container_path, from.read_only.value_or(false)});
  }
  auto& volumes = container.volumes_from.emplace();
  for (const auto& from : *definition.volumes_from) {
    volumes.push_back({from.source_container, from.read_only.value_or(false)});
  }
}

std::vector<message::EnvironmentFile> environment_files(const ContainerDefinition& definition) {
  std::vector<message::EnvironmentFile> files;
  if (!definition.environment_files) return files;
  for (const auto& from : *definition.environment_files) {
    files.push_back({from.value, std::string(text(from.type))});
  }
  return files;
}

/// Absent when nothing is to be restarted.
std::optional<message::RestartPolicy> restart_policy(const ContainerDefinition& definition) {
  if (!definition.restart_policy || !definition.restart_policy->enabled) return std::nullopt;
  const auto& from = *definition.restart_policy;
  message::RestartPolicy policy;
  policy.enabled = true;
  policy.ignored_exit_codes = from.ignored_exit_codes;
  policy.restart_attempt_period =
      from.restart_attempt_period.value_or(rules::restart_attempt_period_default);
  return policy;
}

message::Container payload_container(const ContainerDefinition& from,
                                     const gen::ecs::TaskDefinition& task_definition,
                                     const model::Task& task, const model::TaskContainer& placed) {
  const auto definition = merged(from, task);
  message::Container container;
  container.name = definition.name.value_or("");
  container.image = placed.image;
  container.command = definition.command;
  container.entry_point = definition.entry_point;
  container.environment = environment(definition, task);
  if (auto files = environment_files(definition); !files.empty()) {
    container.environment_files = std::move(files);
  }
  container.essential = definition.essential;
  container.cpu = definition.cpu;
  container.memory = definition.memory.value_or(0);
  container.links = definition.links;
  container.container_arn = placed.arn;
  container.port_mappings = port_mappings(definition);
  add_mounts(container, definition);
  container.overrides = "{}";
  container.start_timeout = definition.start_timeout;
  container.stop_timeout = definition.stop_timeout;
  container.restart_policy = restart_policy(definition);
  if (rules::has_health_check(definition)) container.health_check_type = "docker";
  if (definition.depends_on) {
    auto& dependencies = container.depends_on.emplace();
    for (const auto& on : *definition.depends_on) {
      dependencies.push_back({on.container_name, std::string(text(on.condition))});
    }
  }
  auto& docker = container.docker_config.emplace();
  docker.version = "1.21";
  docker.config = wire::json::encode(docker_config(definition));
  docker.host_config = wire::json::encode(host_config(definition, task_definition));
  return container;
}

message::Volume payload_volume(const gen::ecs::Volume& from) {
  message::Volume volume;
  volume.name = from.name.value_or("");
  if (!from.docker_volume_configuration) {
    volume.type = "host";
    volume.host.emplace();
    if (from.host) volume.host->source_path = from.host->source_path;
    return volume;
  }
  const auto& docker = *from.docker_volume_configuration;
  volume.type = "docker";
  auto& configuration = volume.docker_volume_configuration.emplace();
  configuration.scope = std::string(text(docker.scope.value_or(gen::ecs::Scope::task)));
  configuration.autoprovision = docker.autoprovision.value_or(false);
  configuration.driver = docker.driver;
  configuration.driver_opts = docker.driver_opts;
  configuration.labels = docker.labels;
  return volume;
}

/// The interface of an awsvpc task. The gateway carries the VPC's prefix, not the subnet's: all
/// subnets of a VPC share one bridge and reach each other directly.
message::ElasticNetworkInterface network_interface(const state::State& view,
                                                   const model::TaskNetwork& network) {
  const auto& vpc = view.vpcs().at(network.vpc_id);
  const auto prefix = cut(vpc.cidr_block, '/');
  message::ElasticNetworkInterface interface;
  interface.name = network_name(network.vpc_id);
  interface.ec2_id = network.network_interface_id;
  interface.mac_address = network.mac_address;
  interface.attachment_arn = network.attachment_id;
  interface.index = 1;
  interface.interface_association_protocol = "default";
  auto& addresses = interface.ipv4_addresses.emplace();
  addresses.emplace_back();
  addresses.back().primary = true;
  addresses.back().private_address = network.private_address;
  interface.subnet_gateway_ipv4_address =
      gateway_address(vpc) + "/" + std::string(prefix ? prefix->after : "16");
  interface.private_dns_name = network.private_dns_name;
  return interface;
}

}  // namespace

message::Task payload_task(const state::State& view, const model::Task& task) {
  message::Task told;
  told.arn = task.arn.text();
  told.task_cluster_arn = task.cluster_arn.text();
  told.desired_status = std::string(api_text(task.desired_status));
  if (task.desired_status == model::DesiredStatus::stopped) return told;

  const auto* definition = view.find_task_definition(task.task_definition_arn);
  check(definition != nullptr, "a task's definition is kept");
  const auto& body = definition->body;
  told.family = definition->family;
  told.version = std::to_string(definition->revision);
  if (task.service_arn) told.service_name = short_id(*task.service_arn);
  told.group = task.group;
  told.launch_type = std::string(text(task.launch_type));
  told.task_definition_account_id = model::realm_of(task.arn.text()).account;
  told.zone = task.availability_zone;
  told.overrides = "{}";
  if (body.cpu || task.overrides.cpu) told.cpu = task.reserved.cpu / 1024.0;
  if (body.memory || task.overrides.memory) told.memory = task.reserved.memory;
  told.network_mode = std::string(text(rules::network_mode(body)));
  if (body.pid_mode) told.pid_mode = std::string(text(*body.pid_mode));
  if (body.ipc_mode) told.ipc_mode = std::string(text(*body.ipc_mode));
  const auto& containers = *body.container_definitions;
  for (std::size_t i = 0; i < containers.size(); ++i) {
    told.containers.push_back(payload_container(containers[i], body, task, task.containers[i]));
  }
  auto& volumes = told.volumes.emplace();
  for (const auto& volume : *body.volumes) volumes.push_back(payload_volume(volume));
  if (task.network) {
    told.elastic_network_interfaces.emplace().push_back(network_interface(view, *task.network));
  }
  return told;
}

}  // namespace berth::api::agents
