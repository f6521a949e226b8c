#pragma once
// The machine that this process runs on, by /proc and by sockets that are bound and closed at once.

#include <string_view>

#include "ports/local_host.hpp"

namespace berth::adapters {

class LinuxHost final : public ports::LocalHost {
 public:
  ports::PortRange dynamic_ports() const override;
  bool is_free(ports::HostPort port) const override;
  Result<std::string> read_file(const std::string& path, std::size_t size_max) const override;
};

/// Of the text of ip_local_port_range, "32768\t60999\n"; 49153 to 65535 where it says nothing, as
/// Docker does.
ports::PortRange port_range_of(std::string_view text);

}  // namespace berth::adapters
