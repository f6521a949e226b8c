#include "api/ecs/instances/instance_view.hpp"

#include <utility>

namespace berth::api::ecs {

namespace {

using model::ContainerInstanceStatus;
using model::HostPort;
using model::PortProtocol;

gen::ecs::Resource number_resource(std::string name, std::int32_t value) {
  gen::ecs::Resource resource;
  resource.name = std::move(name);
  resource.type = "INTEGER";
  resource.double_value = 0.0;
  resource.long_value = 0;
  resource.integer_value = value;
  return resource;
}

gen::ecs::Resource port_resource(std::string name, const std::vector<HostPort>& ports,
                                 PortProtocol protocol) {
  gen::ecs::Resource resource;
  resource.name = std::move(name);
  resource.type = "STRINGSET";
  resource.double_value = 0.0;
  resource.long_value = 0;
  resource.integer_value = 0;
  auto& set = resource.string_set_value.emplace();
  for (const auto& port : ports) {
    if (port.protocol == protocol) set.push_back(std::to_string(port.port));
  }
  return resource;
}

std::vector<gen::ecs::Resource> show(const model::Resources& resources) {
  return {number_resource("CPU", resources.cpu), number_resource("MEMORY", resources.memory),
          port_resource("PORTS", resources.ports, PortProtocol::tcp),
          port_resource("PORTS_UDP", resources.ports, PortProtocol::udp)};
}

std::string_view status_text(ContainerInstanceStatus status) {
  constexpr std::string_view texts[] = {"ACTIVE", "DRAINING", "INACTIVE"};
  return texts[static_cast<std::size_t>(status)];
}

}  // namespace

gen::ecs::ContainerInstance show_container_instance(const model::InstanceStanding& standing) {
  const auto& instance = standing.instance;
  gen::ecs::ContainerInstance shown;
  shown.container_instance_arn = instance.arn.text();
  shown.ec2_instance_id = instance.ec2_instance_id;
  shown.version = instance.version;
  shown.status = std::string(status_text(instance.status));
  shown.agent_connected = instance.agent_connected;
  shown.registered_at = instance.registered_at;
  auto& version = shown.version_info.emplace();
  if (!instance.agent.agent_version.empty()) {
    version.agent_version = instance.agent.agent_version;
    version.agent_hash = instance.agent.agent_hash;
    version.docker_version = instance.agent.docker_version;
  }
  const auto& reserved = standing.reserved;
  auto remaining = instance.registered;
  remaining.cpu -= reserved.cpu;
  remaining.memory -= reserved.memory;
  remaining.ports.insert(remaining.ports.end(), reserved.ports.begin(), reserved.ports.end());
  shown.registered_resources = show(instance.registered);
  shown.remaining_resources = show(remaining);
  shown.running_tasks_count = standing.running;
  shown.pending_tasks_count = standing.starting;
  auto& attributes = shown.attributes.emplace();
  for (const auto& attribute : instance.attributes) {
    gen::ecs::Attribute each;
    each.name = attribute.name;
    each.value = attribute.value;
    attributes.push_back(std::move(each));
  }
  shown.attachments.emplace();
  shown.tags.emplace();
  return shown;
}

}  // namespace berth::api::ecs
