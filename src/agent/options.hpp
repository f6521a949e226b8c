#pragma once
// Everything an agent is told at its start. The defaults are those of the Amazon ECS agent except
// where a comment says why not.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/plan/image_cleanup.hpp"
#include "agent/plan/plan_task.hpp"
#include "base/time.hpp"
#include "ports/host.hpp"
#include "wire/sigv4.hpp"

namespace berth::agent {

/// What the instance is to the server: a container instance that users see, or a part of the
/// hidden capacity that FARGATE tasks run on.
enum class Capacity : std::uint8_t { container_instance, fargate };

/// What to do when the server answers InactiveInstanceException.
enum class InactiveInstance : std::uint8_t {
  wait,            // An hour before the next try: somebody deregistered this host on purpose.
  register_again,  // At once: for agents that belong to their server and outlive its reset.
};

/// ECS_IMAGE_PULL_BEHAVIOR.
enum class ImagePullBehavior : std::uint8_t {
  /// Pull, and fall back to a stored image. Differs from Amazon's agent in cost, not in outcome:
  /// an image that no registry ever had a digest for (built or loaded here) is used at once, a
  /// stored one is refreshed with a single try, and a registry that did not answer is left alone
  /// for a minute. Without this each start without a registry would lose 15 to 30 seconds.
  default_behavior,
  always,
  once,
  prefer_cached,
};

struct PauseImage {
  std::string name = "berth/pause:1";
  /// `docker save` form; loaded when the engine does not have the image.
  std::string archive;
};

struct AgentTimes {
  Duration engine_call = std::chrono::seconds{30};
  Duration create = std::chrono::minutes{4};
  Duration start = std::chrono::minutes{3};
  Duration stop = std::chrono::seconds{30};
  /// The engine may need this much longer than the grace period to answer a stop.
  Duration stop_margin = std::chrono::minutes{2};
  Duration pull = std::chrono::hours{2};
  /// Between looks at containers about which no event came.
  Duration inspection = std::chrono::minutes{5};
  /// How long container changes wait for a task report to ride on.
  Duration report_flush = std::chrono::seconds{2};
  Duration publish = std::chrono::seconds{20};
  Duration sample = std::chrono::seconds{10};
  Duration api_call = std::chrono::seconds{30};
  Duration inactive_wait = std::chrono::hours{1};
  plan::CleanupTimes cleanup;
};

struct AgentOptions {
  /// "http://127.0.0.1:6420".
  std::string endpoint;
  std::string region = "us-east-1";
  wire::Credentials credentials;
  /// Short name or ARN, sent as it stands.
  std::string cluster = "default";
  std::string zone;
  ports::Host host;
  /// This host's own address, told in the identity document; may be empty.
  std::string private_address;
  Capacity capacity{};
  InactiveInstance inactive{};
  /// Custom attributes, sent at the first registration only.
  std::map<std::string, std::string> attributes;
  std::vector<std::int32_t> reserved_tcp_ports = {22, 2375, 2376, 51678, 51679};
  std::vector<std::int32_t> reserved_udp_ports;
  std::vector<std::string> logging_drivers = {"json-file", "syslog", "journald", "gelf",
                                              "fluentd",   "splunk", "none"};
  ImagePullBehavior image_pull{};
  /// Absent where images shall stay; prefer_cached keeps them too.
  std::optional<plan::ImageCleanup> image_cleanup = plan::ImageCleanup{};
  PauseImage pause;
  AgentTimes times;
};

/// The cluster as tasks are told it: as it was configured, or on hidden capacity, of which nobody
/// knows, the one that the task belongs to.
inline const std::string& cluster_name(const AgentOptions& options, const TaskRecord& task) {
  return options.capacity == Capacity::fargate ? task.cluster_arn : options.cluster;
}

/// Versions told in the websocket handshakes.
inline constexpr const char* agent_hash = "berth";

}  // namespace berth::agent
