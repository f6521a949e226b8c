#pragma once
// What an instance offers and a task reserves: CPU units, MiB of memory and host ports
// (behaviour §1.4). Dynamically chosen host ports are not reserved.

#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace berth::model {

enum class PortProtocol : std::uint8_t { tcp, udp };
BOOST_DESCRIBE_ENUM(PortProtocol, tcp, udp)

struct HostPort {
  PortProtocol protocol = PortProtocol::tcp;
  std::int32_t port = 0;

  auto operator<=>(const HostPort&) const = default;
};
BOOST_DESCRIBE_STRUCT(HostPort, (), (protocol, port))

struct Resources {
  std::int32_t cpu = 0;     // units, 1024 a processor
  std::int32_t memory = 0;  // MiB
  std::vector<HostPort> ports;

  bool operator==(const Resources&) const = default;
};
BOOST_DESCRIBE_STRUCT(Resources, (), (cpu, memory, ports))

inline void add(Resources& total, const Resources& part) {
  total.cpu += part.cpu;
  total.memory += part.memory;
  total.ports.insert(total.ports.end(), part.ports.begin(), part.ports.end());
}

}  // namespace berth::model
