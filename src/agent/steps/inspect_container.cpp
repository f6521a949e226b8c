#include "agent/steps/inspect_container.hpp"

#include <utility>

#include "base/text.hpp"

namespace berth::agent::steps {

namespace asio = boost::asio;
using plan::EngineState;
using plan::Observation;

namespace {

constexpr std::size_t output_longest = 1024;

EngineState state_of(const gen::docker::ContainerState& state) {
  // A paused or restarting container counts as running: it will go on by itself.
  if (state.running) return EngineState::running;
  if (state.status == "created") return EngineState::created;
  return EngineState::exited;
}

/// Docker writes the year 1 for an instant that has not come.
std::optional<Instant> unless_zero(Instant instant) {
  return instant <= Instant{} ? std::nullopt : std::optional(instant);
}

std::optional<HealthStatus> health_of(const gen::docker::ContainerState& state) {
  if (!state.health) return std::nullopt;
  if (state.health->status == "healthy") return HealthStatus::healthy;
  if (state.health->status == "unhealthy") return HealthStatus::unhealthy;
  return HealthStatus::unknown;
}

std::int32_t health_exit_code(const gen::docker::ContainerState& state) {
  if (!state.health || !state.health->log || state.health->log->empty()) return 0;
  return state.health->log->back().exit_code.value_or(0);
}

std::string health_output(const gen::docker::ContainerState& state) {
  if (!state.health || !state.health->log || state.health->log->empty()) return {};
  return state.health->log->back().output.value_or("").substr(0, output_longest);
}

/// Every published port, of both address families.
std::vector<PublishedPort> ports_of(const gen::docker::ContainerInspect& container) {
  std::vector<PublishedPort> list;
  if (!container.network_settings || !container.network_settings->ports) return list;
  for (const auto& [port, hosts] : *container.network_settings->ports) {
    const auto halves = cut(port, '/');
    const auto inside = halves ? parse_unsigned(halves->before) : std::nullopt;
    for (const auto& host : hosts) {
      const auto outside = parse_unsigned(host.host_port.value_or(""));
      if (!inside || !outside) continue;
      list.push_back({static_cast<std::int32_t>(*inside), static_cast<std::int32_t>(*outside),
                      std::string(halves->after), host.host_ip.value_or("")});
    }
  }
  return list;
}

/// Docker also lists the IPv6 side of each port, which ECS leaves out by default.
std::vector<gen::ecs::NetworkBinding> bindings_of(const std::vector<PublishedPort>& ports) {
  std::vector<gen::ecs::NetworkBinding> list;
  for (const auto& port : ports) {
    if (port.host_ip.find(':') != std::string::npos) continue;
    gen::ecs::NetworkBinding binding;
    binding.bind_ip = port.host_ip.empty() ? "0.0.0.0" : port.host_ip;
    binding.container_port = port.container_port;
    binding.host_port = port.host_port;
    binding.protocol = parse<gen::ecs::TransportProtocol>(port.protocol);
    list.push_back(std::move(binding));
  }
  return list;
}

std::vector<NetworkAddress> networks_of(const gen::docker::ContainerInspect& container) {
  std::vector<NetworkAddress> list;
  if (!container.network_settings || !container.network_settings->networks) return list;
  for (const auto& [name, endpoint] : *container.network_settings->networks) {
    list.push_back(
        {name, endpoint.ip_address.value_or(""), endpoint.global_ipv6_address.value_or("")});
  }
  return list;
}

std::vector<MountedVolume> volumes_of(const gen::docker::ContainerInspect& container) {
  std::vector<MountedVolume> list;
  if (!container.mounts) return list;
  for (const auto& mount : *container.mounts) {
    list.push_back(
        {mount.name.value_or(""), mount.source.value_or(""), mount.destination.value_or("")});
  }
  return list;
}

EngineFacts facts_of(const gen::docker::ContainerInspect& container) {
  EngineFacts facts;
  facts.ports = ports_of(container);
  facts.networks = networks_of(container);
  facts.volumes = volumes_of(container);
  if (container.config.labels) facts.labels = *container.config.labels;
  if (const auto& log = container.host_config.log_config) {
    facts.log_driver = log->type.value_or("");
    if (log->config) facts.log_options = *log->config;
  }
  return facts;
}

}  // namespace

Observation observation_of(const gen::docker::ContainerInspect& container) {
  Observation seen;
  seen.docker_id = container.id;
  seen.state = state_of(container.state);
  seen.created_at = unless_zero(container.created);
  seen.started_at = unless_zero(container.state.started_at);
  if (seen.state == EngineState::exited) {
    seen.exit_code = container.state.exit_code;
    seen.finished_at = unless_zero(container.state.finished_at);
    seen.error = container.state.error;
    if (container.state.oom_killed) seen.out_of_memory = plan::OutOfMemory::yes;
  }
  seen.health = health_of(container.state);
  seen.health_exit_code = health_exit_code(container.state);
  seen.health_output = health_output(container.state);
  seen.facts = facts_of(container);
  seen.bindings = bindings_of(seen.facts.ports);
  return seen;
}

asio::awaitable<StepResult<Observation>> inspect_container(ports::ContainerEngine& engine,
                                                           std::string id_or_name,
                                                           Duration timeout) {
  const auto found = co_await engine.inspect_container(std::move(id_or_name), timeout);
  if (found) co_return observation_of(*found);
  if (found.error().code == ErrorCode::not_found) co_return Observation{};
  const EngineCall call{"CannotInspectContainerError", "inspecting", timeout};
  co_return std::unexpected(step_error(found.error(), call));
}

}  // namespace berth::agent::steps
