#pragma once
// The ports of a simulated host: those of its running containers are taken.

#include "ports/local_host.hpp"
#include "sim/engine/daemon.hpp"

namespace berth::sim {

class SimLocalHost final : public ports::LocalHost {
 public:
  explicit SimLocalHost(const Daemon& daemon) : daemon_(daemon) {}

  ports::PortRange dynamic_ports() const override { return {32768, 60999}; }
  bool is_free(ports::HostPort port) const override {
    return daemon_.behind_port(port.number) == nullptr;
  }

 private:
  const Daemon& daemon_;
};

}  // namespace berth::sim
