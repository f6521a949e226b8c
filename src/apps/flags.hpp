#pragma once
// What the command line says, after the checks that need no machine.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "api/front.hpp"
#include "control/services/service_loop.hpp"

namespace berth::apps {

/// Seconds of "s", "m" and "h": how options that take a time are written.
const std::map<std::string, std::int32_t>& time_units();
/// What --help calls such a time.
inline constexpr auto time_name = "TIME[s|m|h]";

struct ServerFlags {
  std::string listen = "127.0.0.1:6420";
  std::string data;
  std::string region = "us-east-1";
  std::string account = "000000000000";
  std::optional<std::string> root_key;
  api::Authentication authentication = api::Authentication::sigv4;
  api::Reset reset = api::Reset::refused;
  control::Pace pace = control::Pace::at_once;
  /// Seconds for which a container instance's agent may be away.
  std::int32_t instance_lost_after = 180;
  /// Gets every event; empty for none.
  std::string events_webhook;
};

struct AgentFlags {
  std::string endpoint = "http://127.0.0.1:6420";
  std::string cluster = "default";
  std::string docker = "unix:///var/run/docker.sock";
  std::string data;
  std::string zone;
  std::string region = "us-east-1";
  /// Where the host may ask about the instance and its tasks; empty for nowhere.
  std::string introspection = "127.0.0.1:51678";
  /// 0 means what the machine has.
  std::int32_t cpu = 0, memory = 0;
  /// Seconds for which the containers of a failed task stay.
  std::int32_t keep_failed = 600;
};

enum class Detach : std::uint8_t { no, yes };

struct UpFlags {
  ServerFlags server;
  AgentFlags agent;
  Detach detach = Detach::no;
};

/// Whether "host:port" can only be reached from this machine.
bool is_loopback(const std::string& listen);

}  // namespace berth::apps
