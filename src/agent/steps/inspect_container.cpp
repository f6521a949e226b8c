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

std::string health_output(const gen::docker::ContainerState& state) {
  if (!state.health || !state.health->log || state.health->log->empty()) return {};
  return state.health->log->back().output.value_or("").substr(0, output_longest);
}

void add_binding(std::vector<gen::ecs::NetworkBinding>& list, std::string_view port,
                 const gen::docker::PortBinding& host) {
  // Docker also lists the IPv6 side of each port, which ECS leaves out by default.
  const auto address = host.host_ip.value_or("");
  const auto halves = cut(port, '/');
  const auto inside = halves ? parse_unsigned(halves->before) : std::nullopt;
  const auto outside = parse_unsigned(host.host_port.value_or(""));
  if (address.find(':') != std::string::npos || !inside || !outside) return;
  gen::ecs::NetworkBinding binding;
  binding.bind_ip = address.empty() ? "0.0.0.0" : address;
  binding.container_port = static_cast<std::int32_t>(*inside);
  binding.host_port = static_cast<std::int32_t>(*outside);
  binding.protocol = parse<gen::ecs::TransportProtocol>(halves->after);
  list.push_back(std::move(binding));
}

std::vector<gen::ecs::NetworkBinding> bindings_of(const gen::docker::ContainerInspect& container) {
  std::vector<gen::ecs::NetworkBinding> list;
  if (!container.network_settings || !container.network_settings->ports) return list;
  for (const auto& [port, hosts] : *container.network_settings->ports) {
    for (const auto& host : hosts) add_binding(list, port, host);
  }
  return list;
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
  seen.health_output = health_output(container.state);
  seen.bindings = bindings_of(container);
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
