#include "agent/steps/network_part.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "agent/host/host_ports.hpp"
#include "base/text.hpp"
#include "wire/json/json.hpp"

namespace berth::agent::steps {

namespace {

using gen::agent_protocol::Container;
using gen::agent_protocol::ElasticNetworkInterface;
using gen::docker::ContainerCreateBody;
using gen::docker::HostConfig;

// A Berth whose machine or data directory went away leaves its networks to Docker, and the default
// VPC of the next one has the same range.
constexpr std::string_view vpc_networks = "berth-vpc-";
constexpr std::size_t bridge_digits = 12;  // "br-" and 12 more are all that an interface may have.

void publish(ContainerCreateBody& body, std::int32_t container_port, const std::string& protocol,
             std::int32_t host_port) {
  const auto key = fmt::format("{}/{}", container_port, protocol);
  auto& exposed = body.exposed_ports ? *body.exposed_ports : body.exposed_ports.emplace();
  exposed.try_emplace(key);
  auto& host = *body.host_config;
  auto& bindings = host.port_bindings ? *host.port_bindings : host.port_bindings.emplace();
  gen::docker::PortBinding binding;
  binding.host_port = host_port == 0 ? "" : std::to_string(host_port);
  bindings[key].push_back(std::move(binding));
}

/// The host's port that the agent chose; 0 leaves the choice to Docker.
std::int32_t chosen_port(const ContainerRecord& record, std::int32_t container_port,
                         const std::string& protocol) {
  if (!record.host_ports) return 0;
  for (const auto& block : *record.host_ports) {
    const auto place = container_port - block.container_port;
    const bool inside = place >= 0 && place < block.count && text(block.protocol) == protocol;
    if (inside) return block.host_port + place;
  }
  return 0;
}

using TextList = std::optional<std::vector<std::string>>;

/// What any container of the task asks for, each once; they share one network and its files.
std::vector<std::string> asked_for(const TaskView& task, TextList HostConfig::* member) {
  std::vector<std::string> all;
  for (const auto& container : task.payload.containers) {
    if (!container.docker_config) continue;
    const auto host =
        wire::json::decode<HostConfig>(container.docker_config->host_config.value_or("{}"));
    if (!host || !((*host).*member)) continue;
    for (const auto& each : *((*host).*member)) {
      if (std::ranges::find(all, each) == all.end()) all.push_back(each);
    }
  }
  return all;
}

/// The containers' own wish, or else what came with the network.
void set_list(TextList& member, std::vector<std::string> wanted, const TextList& otherwise) {
  if (!wanted.empty())
    member = std::move(wanted);
  else if (otherwise && !otherwise->empty())
    member = otherwise;
}

std::optional<std::uint32_t> address_bits(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::uint32_t bits = 0;
  for (const auto part : parts) {
    const auto number = parse_unsigned(part);
    if (!number || *number > 255) return std::nullopt;
    bits = bits << 8 | static_cast<std::uint32_t>(*number);
  }
  return bits;
}

std::string address_text(std::uint32_t bits) {
  return fmt::format("{}.{}.{}.{}", bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
}

}  // namespace

bool publishes_ports(const TaskView& task) {
  const auto mode = task.payload.network_mode.value_or("");
  return mode.empty() || mode == "bridge";
}

void publish_ports(const ContainerRecord& record, const Container& container,
                   ContainerCreateBody& body) {
  if (!container.port_mappings) return;
  for (const auto& mapping : *container.port_mappings) {
    const std::string protocol = mapping.protocol == "udp" ? "udp" : "tcp";
    const auto single = mapping.container_port.value_or(0);
    const auto range = mapping.container_port_range
                           ? host::port_range(*mapping.container_port_range)
                           : ports::PortRange{single, single};
    if (!range || range->first < 1) continue;
    for (auto port = range->first; port <= range->last; ++port) {
      const auto fixed = mapping.host_port.value_or(0);
      publish(body, port, protocol, fixed > 0 ? fixed : chosen_port(record, port, protocol));
    }
  }
}

std::vector<std::string> links(const TaskView& task, const Container& container) {
  std::vector<std::string> list;
  if (!container.links || !publishes_ports(task)) return list;
  for (const auto& link : *container.links) {
    const auto parts = split(link, ':');
    const auto* target = find_container(task.record, std::string(parts.front()));
    if (target != nullptr) list.push_back(fmt::format("{}:{}", target->docker_name, parts.back()));
  }
  return list;
}

void join_network(const TaskView& task, ContainerCreateBody& body) {
  auto& host = *body.host_config;
  const auto mode = task.payload.network_mode.value_or("");
  if (mode != "awsvpc") {
    if (!mode.empty() || !host.network_mode) host.network_mode = mode.empty() ? "bridge" : mode;
    return;
  }
  host.network_mode = "container:" + find_pause(task.record)->docker_id;
  body.hostname.reset();
  body.domainname.reset();
  body.mac_address.reset();
  body.exposed_ports.reset();
  host.port_bindings.reset();
  host.links.reset();
  host.dns.reset();
  host.dns_search.reset();
  host.dns_options.reset();
  host.extra_hosts.reset();
}

void own_network(const TaskView& task, ContainerCreateBody& body) {
  if (task.payload.network_mode != "awsvpc") {
    body.host_config->network_mode = "none";
    return;
  }
  const auto& eni = task.payload.elastic_network_interfaces->front();
  const auto network = eni.name.value_or("");
  auto& host = *body.host_config;
  host.network_mode = network;
  body.hostname = eni.private_dns_name;
  body.mac_address = eni.mac_address;
  set_list(host.dns, asked_for(task, &HostConfig::dns), eni.domain_name_servers);
  set_list(host.dns_search, asked_for(task, &HostConfig::dns_search), eni.domain_name);
  set_list(host.extra_hosts, asked_for(task, &HostConfig::extra_hosts), std::nullopt);
  gen::docker::EndpointSettings endpoint;
  endpoint.ipam_config.emplace().ipv4_address = eni.ipv4_addresses->front().private_address;
  endpoint.mac_address = eni.mac_address;
  auto& endpoints = body.networking_config.emplace().endpoints_config.emplace();
  endpoints.emplace(network, std::move(endpoint));
}

Result<ports::NetworkSpec> network_spec(const ElasticNetworkInterface& eni) {
  const auto name = eni.name.value_or("");
  const auto text = eni.subnet_gateway_ipv4_address.value_or("");
  const auto halves = cut(text, '/');
  const auto gateway = halves ? address_bits(halves->before) : std::nullopt;
  const auto prefix = halves ? parse_unsigned(halves->after) : std::nullopt;
  if (name.empty() || !gateway || !prefix || *prefix < 1 || *prefix > 32) {
    return fail(ErrorCode::validation, "invalid gateway " + text);
  }
  const std::uint32_t mask = ~std::uint32_t{0} << (32 - *prefix);
  const auto tail = name.size() > bridge_digits ? name.substr(name.size() - bridge_digits) : name;
  return ports::NetworkSpec{.name = name,
                            .subnet = fmt::format("{}/{}", address_text(*gateway & mask), *prefix),
                            .gateway = std::string(halves->before),
                            .bridge = "br-" + tail,
                            .kin = std::string(name.starts_with(vpc_networks) ? vpc_networks : "")};
}

}  // namespace berth::agent::steps
