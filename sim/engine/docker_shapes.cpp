#include "sim/engine/docker_shapes.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::sim {

namespace docker = gen::docker;

namespace {

std::int32_t number(std::string_view text) {
  std::int32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<PublishedPort> ports_of(const docker::HostConfig& host) {
  std::vector<PublishedPort> ports;
  if (!host.port_bindings) return ports;
  for (const auto& [key, bindings] : *host.port_bindings) {
    const auto parts = cut(key, '/');
    for (const auto& binding : bindings) {
      ports.push_back({number(parts ? parts->before : key), number(binding.host_port.value_or("")),
                       std::string(parts ? parts->after : "tcp")});
    }
  }
  return ports;
}

std::string address_of(const docker::ContainerCreateBody& body, const std::string& network) {
  if (!body.networking_config || !body.networking_config->endpoints_config) return {};
  const auto& endpoints = *body.networking_config->endpoints_config;
  const auto found = endpoints.find(network);
  if (found == endpoints.end() || !found->second.ipam_config) return {};
  return found->second.ipam_config->ipv4_address.value_or("");
}

bool is_checked(const docker::ContainerCreateBody& body) {
  if (!body.healthcheck || !body.healthcheck->test) return false;
  const auto& test = *body.healthcheck->test;
  return !test.empty() && test.front() != "NONE";
}

docker::ContainerConfig config_of(const docker::ContainerCreateBody& body) {
  docker::ContainerConfig config;
  config.image = body.image;
  config.labels = body.labels;
  config.env = body.env;
  config.cmd = body.cmd;
  config.entrypoint = body.entrypoint;
  config.healthcheck = body.healthcheck;
  return config;
}

const char* word(RunState state) {
  switch (state) {
    case RunState::created: return "created";
    case RunState::running: return "running";
    case RunState::exited: return "exited";
  }
  return "";
}

const char* word(Health health) {
  switch (health) {
    case Health::starting: return "starting";
    case Health::healthy: return "healthy";
    case Health::unhealthy: return "unhealthy";
  }
  return "";
}

/// Docker's instant for what has not happened yet.
Instant never() { return std::chrono::sys_days{std::chrono::year{1} / 1 / 1}; }

std::string image_id(const std::string& image) {
  if (const auto at = image.find('@'); at != std::string::npos) return image.substr(at + 1);
  return fmt::format("sha256:{:064x}", stable_hash(image));
}

docker::ContainerState state_of(const SimContainer& container) {
  docker::ContainerState state;
  state.status = word(container.state);
  state.running = container.state == RunState::running;
  state.oom_killed = container.out_of_memory_told;
  state.pid = state.running ? 4242 : 0;
  state.exit_code = container.exit_code;
  state.error = container.error;
  state.started_at = container.started_at.value_or(never());
  state.finished_at = container.finished_at.value_or(never());
  if (container.spec.health_check == HealthCheck::present) {
    state.health = docker::Health{word(container.health), 0, std::nullopt};
  }
  return state;
}

docker::NetworkSettings network_of(const SimContainer& container) {
  docker::NetworkSettings settings;
  std::map<std::string, std::vector<docker::PortBinding>> ports;
  if (container.state == RunState::running) {
    for (const auto& port : container.spec.ports) {
      ports[fmt::format("{}/{}", port.container_port, port.protocol)].push_back(
          docker::PortBinding{"0.0.0.0", std::to_string(port.host_port)});
    }
    docker::EndpointSettings endpoint;
    endpoint.ip_address = container.address;
    settings.networks.emplace();
    (*settings.networks)[container.spec.network_mode] = std::move(endpoint);
    settings.ip_address = container.address;
  }
  settings.ports = std::move(ports);
  return settings;
}

}  // namespace

ContainerSpec spec_of(const docker::ContainerCreateBody& body) {
  ContainerSpec spec;
  spec.image = body.image.value_or("");
  if (body.labels) spec.labels = *body.labels;
  if (body.host_config) {
    spec.host_config = *body.host_config;
    spec.network_mode = body.host_config->network_mode.value_or("bridge");
    spec.ports = ports_of(*body.host_config);
  }
  spec.address = address_of(body, spec.network_mode);
  spec.health_check = is_checked(body) ? HealthCheck::present : HealthCheck::none;
  spec.config = config_of(body);
  return spec;
}

docker::ContainerInspect inspect_of(const SimContainer& container) {
  docker::ContainerInspect inspect;
  inspect.id = container.id;
  inspect.created = container.created_at;
  inspect.state = state_of(container);
  inspect.image = image_id(container.spec.image);
  inspect.name = "/" + container.name;
  inspect.host_config = container.spec.host_config;
  inspect.config = container.spec.config;
  inspect.network_settings = network_of(container);
  return inspect;
}

docker::ContainerSummary summary_of(const SimContainer& container) {
  docker::ContainerSummary summary;
  summary.id = container.id;
  summary.names = {"/" + container.name};
  summary.image = container.spec.image;
  summary.image_id = image_id(container.spec.image);
  summary.created = container.created_at.time_since_epoch().count() / 1000;
  summary.labels = container.spec.labels;
  summary.state = word(container.state);
  return summary;
}

docker::ImageInspect inspect_of_image(const std::string& image) {
  docker::ImageInspect inspect;
  inspect.id = image_id(image);
  inspect.repo_tags = std::vector{image};
  inspect.repo_digests = std::vector{image.substr(0, image.find('@')) + "@" + inspect.id};
  inspect.config = docker::ContainerConfig{};
  return inspect;
}

docker::ContainerStats stats_of(const SimContainer& container, Instant now) {
  docker::ContainerStats stats;
  stats.read = now;
  stats.id = container.id;
  stats.name = "/" + container.name;
  const std::int64_t alive =
      container.started_at ? (now - *container.started_at).count() * 1'000'000 : 0;
  docker::CpuStats cpu;
  cpu.cpu_usage = docker::CpuUsage{};
  cpu.cpu_usage->total_usage = alive / 10;
  cpu.online_cpus = 2;
  stats.cpu_stats = std::move(cpu);
  docker::MemoryStats memory;
  memory.usage = 32 << 20;
  stats.memory_stats = std::move(memory);
  return stats;
}

bool has_label(const SimContainer& container, const std::string& label) {
  const auto parts = cut(label, '=');
  const auto found = container.spec.labels.find(parts ? std::string(parts->before) : label);
  if (found == container.spec.labels.end()) return false;
  return !parts || found->second == parts->after;
}

}  // namespace berth::sim
