#pragma once
// The ports of a simulated host: those of its running containers are taken. It has no files.

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
  Result<std::string> read_file(const std::string&, std::size_t) const override {
    return fail(ErrorCode::not_found, "No such file or directory");
  }

 private:
  const Daemon& daemon_;
};

}  // namespace berth::sim
