#include "agent/host/host_need.hpp"

#include <boost/json.hpp>

namespace berth::agent::host {

namespace {

namespace json = boost::json;
using gen::agent_protocol::Container;
using gen::agent_protocol::Task;

/// HostConfig.MemoryReservation in MiB, or the container's hard limit where it has none.
std::int64_t memory_of(const Container& container) {
  const auto hard = container.memory.value_or(0);
  if (!container.docker_config) return hard;
  boost::system::error_code failure;
  const auto value = json::parse(container.docker_config->host_config.value_or("{}"), failure);
  if (failure || !value.is_object()) return hard;
  const auto* reservation = value.get_object().if_contains("MemoryReservation");
  if (reservation == nullptr || !reservation->is_number()) return hard;
  const auto bytes = reservation->to_number<std::int64_t>(failure);
  return failure || bytes <= 0 ? hard : bytes / (1024 * 1024);
}

/// 0 where no fixed port of the host is asked for.
std::int32_t host_port(const gen::agent_protocol::PortMapping& mapping, const std::string& mode) {
  const auto port = mapping.host_port.value_or(0);
  return mode == "host" && port == 0 ? mapping.container_port.value_or(0) : port;
}

void add_ports(HostNeed& need, const Container& container, const std::string& mode) {
  if (!container.port_mappings || mode == "awsvpc" || mode == "none") return;
  for (const auto& mapping : *container.port_mappings) {
    const auto port = host_port(mapping, mode);
    if (port != 0) (mapping.protocol == "udp" ? need.udp_ports : need.tcp_ports).push_back(port);
  }
}

}  // namespace

HostNeed host_need(const Task& task) {
  HostNeed need;
  const auto mode = task.network_mode.value_or("bridge");
  for (const auto& container : task.containers) {
    need.cpu += container.cpu.value_or(0);
    need.memory += memory_of(container);
    add_ports(need, container, mode);
  }
  if (task.cpu.value_or(0) > 0) need.cpu = static_cast<std::int64_t>(*task.cpu * 1024);
  if (task.memory.value_or(0) > 0) need.memory = *task.memory;
  if (task.launch_type == "FARGATE") need.cpu = need.memory = 0;
  return need;
}

}  // namespace berth::agent::host
