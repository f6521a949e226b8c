#pragma once
// What clients ask for: task definitions and services of every kind that the simulated world can
// play, as the JSON bodies of API requests.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

enum class NetworkMode : std::uint8_t { bridge, host, none, awsvpc };

/// A family of task definitions; its revisions differ in their image.
struct Family {
  std::string name;
  NetworkMode network_mode = NetworkMode::bridge;
  std::int32_t cpu = 256;
  std::int32_t memory = 256;
  /// 0 asks for a dynamic host port; below 0 publishes none.
  std::int32_t host_port = -1;
  bool health_checked = false;
  /// A scratch volume that the program mounts.
  bool scratch = false;
  /// A second container that must run before the program.
  bool accompanied = false;
  /// Limits of the task as a whole, which are those of its containers together.
  bool limited = false;
};

std::vector<Family> draw_families(SimEntropy& entropy);

/// Often a program that works, sometimes one that does not.
std::string draw_image(SimEntropy& entropy);

std::string register_task_definition_body(const Family& family, const std::string& image);

enum class Undo : std::uint8_t { none, rollback };

/// The JSON of a circuit breaker that is on.
std::string draw_breaker(SimEntropy& entropy, Undo undo);
/// minimumHealthyPercent/maximumPercent of a REPLICA service: "50/200".
std::string draw_percents(SimEntropy& entropy);
/// ", \"placementStrategy\": …".
std::string draw_strategy(SimEntropy& entropy);
/// "\"deploymentConfiguration\": …", or nothing where neither is given.
std::string deployment_configuration(const std::optional<std::string>& percents,
                                     const std::string& breaker);

/// ", \"networkConfiguration\": …" for an awsvpc family, else nothing.
std::string network_configuration(const Family& family, const std::string& subnet);

}  // namespace berth::sim
