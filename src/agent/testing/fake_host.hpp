#pragma once
// A machine of which a test says what its ports are.

#include <set>

#include "ports/local_host.hpp"

namespace berth::agent::testing {

class FakeHost final : public ports::LocalHost {
 public:
  ports::PortRange dynamic_ports() const override { return range; }
  bool is_free(ports::HostPort port) const override { return !taken.contains(port.number); }

  ports::PortRange range{40000, 40019};
  /// Of either protocol.
  std::set<std::int32_t> taken;
};

}  // namespace berth::agent::testing
