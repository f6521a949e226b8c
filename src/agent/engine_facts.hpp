#pragma once
// What the engine gave a container when it was made and started, kept for those who ask about it
// (the task metadata endpoints, introspection). Part of the stored record: renaming a member loses
// what older agents stored.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/describe.hpp"

namespace berth::agent {

/// One published port on one address family: Docker binds 0.0.0.0 and :: separately.
struct PublishedPort {
  std::int32_t container_port = 0, host_port = 0;
  std::string protocol, host_ip;

  bool operator==(const PublishedPort&) const = default;
};
BOOST_DESCRIBE_STRUCT(PublishedPort, (), (container_port, host_port, protocol, host_ip))

struct NetworkAddress {
  /// The network's name in Docker, which for its own networks is the mode: "bridge", "host".
  std::string mode;
  /// Empty where the network gives none ("host", "none").
  std::string ipv4, ipv6;

  bool operator==(const NetworkAddress&) const = default;
};
BOOST_DESCRIBE_STRUCT(NetworkAddress, (), (mode, ipv4, ipv6))

struct MountedVolume {
  /// The volume's name in Docker; empty for a path of the host.
  std::string docker_name;
  std::string source, destination;

  bool operator==(const MountedVolume&) const = default;
};
BOOST_DESCRIBE_STRUCT(MountedVolume, (), (docker_name, source, destination))

struct EngineFacts {
  std::vector<PublishedPort> ports;
  std::vector<NetworkAddress> networks;
  std::vector<MountedVolume> volumes;
  std::map<std::string, std::string> labels;
  std::string log_driver;
  std::map<std::string, std::string> log_options;

  bool operator==(const EngineFacts&) const = default;
};
BOOST_DESCRIBE_STRUCT(EngineFacts, (), (ports, networks, volumes, labels, log_driver, log_options))

}  // namespace berth::agent
