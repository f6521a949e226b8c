#pragma once
// What the agent asks of the machine that it runs on, beside its container engine. Answers are
// true when they are given; another process may take a free port a moment later.

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "gen/ecs/types.hpp"

namespace berth::ports {

struct HostPort {
  std::int32_t number = 0;
  gen::ecs::TransportProtocol protocol = gen::ecs::TransportProtocol::tcp;
};

/// Both ends belong to it.
struct PortRange {
  std::int32_t first = 0, last = 0;
};

class LocalHost {
 public:
  virtual ~LocalHost() = default;

  /// The ports that are given to whoever asks for any (net.ipv4.ip_local_port_range).
  virtual PortRange dynamic_ports() const = 0;
  /// Whether nobody on this host has bound the port, on whichever address.
  virtual bool is_free(HostPort port) const = 0;
  /// The whole of a plain file. Errors, with the system's own words: not_found; refused, also for
  /// what is no plain file or has more than `size_max` bytes; input_output.
  virtual Result<std::string> read_file(const std::string& path, std::size_t size_max) const = 0;
};

}  // namespace berth::ports
