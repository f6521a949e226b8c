#include "api/ecs/task_view.hpp"

#include <algorithm>

#include "api/ecs/tags.hpp"

namespace berth::api::ecs {

namespace {

gen::ecs::KeyValuePair detail(std::string name, std::string value) {
  gen::ecs::KeyValuePair pair;
  pair.name = std::move(name);
  pair.value = std::move(value);
  return pair;
}

gen::ecs::HealthStatus show(model::HealthStatus health) {
  constexpr gen::ecs::HealthStatus values[] = {gen::ecs::HealthStatus::unknown,
                                               gen::ecs::HealthStatus::healthy,
                                               gen::ecs::HealthStatus::unhealthy};
  return values[static_cast<std::size_t>(health)];
}

gen::ecs::Attachment attachment(const model::Task& task) {
  const auto& network = *task.network;
  gen::ecs::Attachment shown;
  shown.id = network.attachment_id;
  shown.type = "ElasticNetworkInterface";
  shown.status = task.last_status == model::TaskStatus::stopped ? "DELETED" : "ATTACHED";
  shown.details = {detail("subnetId", network.subnet_id.text()),
                   detail("networkInterfaceId", network.network_interface_id),
                   detail("macAddress", network.mac_address),
                   detail("privateDnsName", network.private_dns_name),
                   detail("privateIPv4Address", network.private_address)};
  return shown;
}

gen::ecs::Container show(const model::TaskContainer& container, const model::Task& task) {
  gen::ecs::Container shown;
  shown.container_arn = container.arn;
  shown.task_arn = task.arn.text();
  shown.name = container.name;
  shown.image = container.image;
  shown.image_digest = container.image_digest;
  shown.runtime_id = container.runtime_id;
  shown.last_status = std::string(api_text(container.last_status));
  shown.exit_code = container.exit_code;
  shown.reason = container.reason;
  shown.network_bindings = container.network_bindings;
  auto& interfaces = shown.network_interfaces.emplace();
  if (task.network) {
    gen::ecs::NetworkInterface interface;
    interface.attachment_id = task.network->attachment_id;
    interface.private_ipv4_address = task.network->private_address;
    interfaces.push_back(std::move(interface));
  }
  shown.health_status = show(container.health_status);
  shown.cpu = std::to_string(container.cpu);
  if (container.memory) shown.memory = std::to_string(*container.memory);
  if (container.memory_reservation) {
    shown.memory_reservation = std::to_string(*container.memory_reservation);
  }
  return shown;
}

/// Every container has an entry, as ECS shows it, with what was overridden.
gen::ecs::TaskOverride show_overrides(const model::Task& task) {
  auto shown = task.overrides;
  auto& entries = shown.container_overrides;
  if (!entries) entries.emplace();
  for (const auto& container : task.containers) {
    const auto named = [&](const gen::ecs::ContainerOverride& entry) {
      return entry.name == container.name;
    };
    if (std::ranges::any_of(*entries, named)) continue;
    gen::ecs::ContainerOverride entry;
    entry.name = container.name;
    entries->push_back(std::move(entry));
  }
  shown.inference_accelerator_overrides.emplace();
  return shown;
}

void show_times(const model::Task& task, gen::ecs::Task& shown) {
  shown.created_at = task.created_at;
  shown.pull_started_at = task.pull_started_at;
  shown.pull_stopped_at = task.pull_stopped_at;
  shown.started_at = task.started_at;
  shown.stopping_at = task.stopping_at;
  shown.execution_stopped_at = task.execution_stopped_at;
  shown.stopped_at = task.stopped_at;
}

/// Where it runs: Fargate tasks name their platform, others their instance.
void show_place(const state::State& view, const model::Task& task, gen::ecs::Task& shown) {
  shown.availability_zone = task.availability_zone;
  const auto* instance = view.container_instances().find(task.container_instance_arn);
  const bool connected = instance && instance->agent_connected;
  shown.connectivity =
      connected ? gen::ecs::Connectivity::connected : gen::ecs::Connectivity::disconnected;
  if (instance) shown.connectivity_at = std::max(instance->agent_connected_at, task.created_at);
  if (task.launch_type != gen::ecs::LaunchType::fargate) {
    shown.container_instance_arn = task.container_instance_arn.text();
    return;
  }
  shown.platform_version = "1.4.0";
  shown.platform_family = "Linux";
  gen::ecs::EphemeralStorage storage;
  storage.size_in_gib = task.ephemeral_storage.value_or(20);
  shown.ephemeral_storage = storage;
  gen::ecs::TaskEphemeralStorage fargate_storage;
  fargate_storage.size_in_gib = storage.size_in_gib;
  shown.fargate_ephemeral_storage = fargate_storage;
}

}  // namespace

gen::ecs::Task show_task(const state::State& view, const model::Task& task, ShowTags tags) {
  gen::ecs::Task shown;
  shown.task_arn = task.arn.text();
  shown.cluster_arn = task.cluster_arn.text();
  shown.task_definition_arn = task.task_definition_arn.text();
  shown.group = task.group;
  shown.launch_type = task.launch_type;
  shown.capacity_provider_name = task.capacity_provider;
  if (!task.started_by.empty()) shown.started_by = task.started_by;
  shown.desired_status = std::string(api_text(task.desired_status));
  shown.last_status = std::string(api_text(task.last_status));
  shown.health_status = show(task.health_status);
  shown.cpu = std::to_string(task.reserved.cpu);
  shown.memory = std::to_string(task.reserved.memory);
  shown.enable_execute_command = task.enable_execute_command;
  shown.version = task.version;
  shown.overrides = show_overrides(task);
  shown.inference_accelerators.emplace();
  gen::ecs::Attribute architecture;
  architecture.name = "ecs.cpu-architecture";
  architecture.value = "x86_64";
  const auto* instance = view.container_instances().find(task.container_instance_arn);
  const auto* known = instance ? find_attribute(*instance, "ecs.cpu-architecture") : nullptr;
  if (known && known->value) architecture.value = known->value;
  shown.attributes = {architecture};
  auto& attachments = shown.attachments.emplace();
  if (task.network) attachments.push_back(attachment(task));
  auto& containers = shown.containers.emplace();
  for (const auto& container : task.containers) containers.push_back(show(container, task));
  show_times(task, shown);
  show_place(view, task, shown);
  shown.stop_code = task.stop_code;
  if (!task.stopped_reason.empty()) shown.stopped_reason = task.stopped_reason;
  shown.tags.emplace();
  if (tags == ShowTags::yes) shown.tags = show_tags(task.tags);
  return shown;
}

}  // namespace berth::api::ecs
