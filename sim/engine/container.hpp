#pragma once
// One container as the simulated engine keeps it, in the engine's own words.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "gen/docker/types.hpp"
#include "sim/engine/app.hpp"
#include "sim/kernel/scheduler.hpp"

namespace berth::sim {

struct PublishedPort {
  std::int32_t container_port = 0;
  /// 0 asks for any free one; after the start it is the one that was found.
  std::int32_t host_port = 0;
  std::string protocol = "tcp";

  bool operator==(const PublishedPort&) const = default;
};

enum class HealthCheck : std::uint8_t { none, present };

struct ContainerSpec {
  std::string image;
  std::map<std::string, std::string> labels;
  /// "bridge", "host", "none", a network's name or "container:<id>".
  std::string network_mode = "bridge";
  /// The address asked for on a named network; empty takes any.
  std::string address;
  std::vector<PublishedPort> ports;
  HealthCheck health_check = HealthCheck::none;
  /// As it was asked for, which is what an inspection shows.
  gen::docker::ContainerConfig config;
  gen::docker::HostConfig host_config;
};

enum class RunState : std::uint8_t { created, running, exited };
enum class Health : std::uint8_t { starting, healthy, unhealthy };

struct SimContainer {
  std::string id;
  std::string name;
  ContainerSpec spec;
  App app;
  RunState state = RunState::created;
  std::string address;
  std::int32_t exit_code = 0;
  /// Why it ended, and whether the engine says so already.
  bool out_of_memory = false;
  bool out_of_memory_told = false;
  std::string error;
  Health health = Health::starting;
  Instant created_at{};
  std::optional<Instant> started_at;
  std::optional<Instant> finished_at;
  int starts = 0;
  /// Its end, its health and a kill that is on its way.
  std::vector<Scheduler::TimerId> timers;
  /// Run once when it exits: stop calls that wait.
  std::vector<Scheduler::Task> when_exited;
};

}  // namespace berth::sim
