#include "agent/host/host_ports.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::agent::host {

namespace {

using gen::agent_protocol::Container;
using gen::agent_protocol::PortMapping;
using gen::ecs::NetworkBinding;
using gen::ecs::TransportProtocol;
using ports::HostPort;
using ports::PortRange;

TransportProtocol protocol_of(const PortMapping& mapping) {
  return mapping.protocol == "udp" ? TransportProtocol::udp : TransportProtocol::tcp;
}

/// The container's side of what the mapping wants chosen.
std::optional<PortRange> wanted_ports(const PortMapping& mapping, const ContainerRecord& record) {
  if (mapping.container_port_range) return port_range(*mapping.container_port_range);
  const auto port = mapping.container_port.value_or(0);
  const bool dynamic = port > 0 && mapping.host_port.value_or(0) == 0;
  if (!dynamic || !record.restarts) return std::nullopt;
  return PortRange{port, port};
}

/// The first of `count` free ports in a row from `from` on, none beyond `last`.
std::optional<std::int32_t> free_block(std::int32_t from, std::int32_t last, std::int32_t count,
                                       IsFree is_free, TransportProtocol protocol) {
  std::int32_t begin = from;
  for (auto port = from; port <= last; ++port) {
    if (!is_free({port, protocol})) begin = port + 1;
    if (port - begin + 1 == count) return begin;
  }
  return std::nullopt;
}

bool covers(const PortBlock& block, HostPort port) {
  return block.protocol == port.protocol && port.number >= block.host_port &&
         port.number < block.host_port + block.count;
}

/// Of one range, protocol and address: by container port.
std::map<std::int32_t, std::int32_t> members_of(const std::vector<NetworkBinding>& bindings,
                                                const NetworkBinding& like, PortRange range) {
  std::map<std::int32_t, std::int32_t> members;
  for (const auto& each : bindings) {
    const auto inside = each.container_port.value_or(0);
    if (inside < range.first || inside > range.last) continue;
    if (each.protocol != like.protocol || each.bind_ip != like.bind_ip) continue;
    members.emplace(inside, each.host_port.value_or(0));
  }
  return members;
}

bool follow_each_other(const std::map<std::int32_t, std::int32_t>& members, PortRange range) {
  if (members.empty()) return false;
  if (std::ssize(members) != range.last - range.first + 1) return false;
  const auto distance = members.begin()->second - range.first;
  return std::ranges::all_of(
      members, [&](const auto& member) { return member.second - member.first == distance; });
}

/// Puts one binding in the place of those of the range, if they are complete.
void fold(std::vector<NetworkBinding>& bindings, PortRange range, TransportProtocol protocol) {
  const auto inside = [&](const NetworkBinding& each) {
    const auto port = each.container_port.value_or(0);
    return each.protocol == protocol && port >= range.first && port <= range.last;
  };
  const auto first = std::ranges::find_if(bindings, inside);
  if (first == bindings.end()) return;
  const auto like = *first;
  const auto members = members_of(bindings, like, range);
  if (!follow_each_other(members, range)) return;
  std::erase_if(bindings, [&](const NetworkBinding& each) {
    return inside(each) && each.bind_ip == like.bind_ip;
  });
  NetworkBinding folded;
  folded.bind_ip = like.bind_ip;
  folded.protocol = like.protocol;
  folded.container_port_range = fmt::format("{}-{}", range.first, range.last);
  folded.host_port_range = fmt::format("{}-{}", members.begin()->second, members.rbegin()->second);
  bindings.push_back(std::move(folded));
}

}  // namespace

bool wants_ports(const Container& container, const ContainerRecord& record) {
  return container.port_mappings &&
         std::ranges::any_of(*container.port_mappings, [&](const PortMapping& mapping) {
           return wanted_ports(mapping, record).has_value();
         });
}

std::vector<PortBlock> choose_ports(const Container& container, const ContainerRecord& record,
                                    PortRange range, std::int32_t start, IsFree is_free) {
  std::vector<PortBlock> chosen;
  if (!container.port_mappings) return chosen;
  const auto free = [&](HostPort port) {
    return std::ranges::none_of(chosen, [&](const auto& block) { return covers(block, port); }) &&
           is_free(port);
  };
  for (const auto& mapping : *container.port_mappings) {
    const auto wanted = wanted_ports(mapping, record);
    if (!wanted) continue;
    PortBlock block;
    block.container_port = wanted->first;
    block.count = wanted->last - wanted->first + 1;
    block.protocol = protocol_of(mapping);
    auto begin = free_block(start, range.last, block.count, free, block.protocol);
    if (!begin) begin = free_block(range.first, range.last, block.count, free, block.protocol);
    if (!begin) continue;
    block.host_port = *begin;
    chosen.push_back(block);
  }
  return chosen;
}

bool holds_port(const TaskRecord& task, HostPort port) {
  if (task.known == TaskStatus::stopped) return false;
  const bool udp = port.protocol == TransportProtocol::udp;
  const auto& fixed = udp ? task.need.udp_ports : task.need.tcp_ports;
  if (std::ranges::find(fixed, port.number) != fixed.end()) return true;
  return std::ranges::any_of(task.containers, [&](const ContainerRecord& container) {
    return container.known != ContainerStatus::stopped && container.host_ports &&
           std::ranges::any_of(*container.host_ports,
                               [&](const PortBlock& block) { return covers(block, port); });
  });
}

std::vector<NetworkBinding> fold_ranges(std::vector<NetworkBinding> bindings,
                                        const Container& container) {
  if (!container.port_mappings) return bindings;
  for (const auto& mapping : *container.port_mappings) {
    if (!mapping.container_port_range) continue;
    const auto range = port_range(*mapping.container_port_range);
    if (range) fold(bindings, *range, protocol_of(mapping));
  }
  return bindings;
}

std::optional<PortRange> port_range(std::string_view text) {
  const auto ends = cut(text, '-');
  const auto first = parse_unsigned(ends ? ends->before : text);
  const auto last = parse_unsigned(ends ? ends->after : text);
  if (!first || !last || *first < 1 || *first > *last || *last > 65535) return std::nullopt;
  return PortRange{static_cast<std::int32_t>(*first), static_cast<std::int32_t>(*last)};
}

}  // namespace berth::agent::host
