#pragma once
// A machine of which a test says what its ports and files are.

#include <map>
#include <set>
#include <string>

#include "ports/local_host.hpp"

namespace berth::agent::testing {

class FakeHost final : public ports::LocalHost {
 public:
  ports::PortRange dynamic_ports() const override { return range; }
  bool is_free(ports::HostPort port) const override { return !taken.contains(port.number); }
  Result<std::string> read_file(const std::string& path, std::size_t size_max) const override {
    const auto found = files.find(path);
    if (found == files.end()) return fail(ErrorCode::not_found, "No such file or directory");
    if (found->second.size() > size_max) return fail(ErrorCode::refused, "Larger than allowed");
    return found->second;
  }

  ports::PortRange range{40000, 40019};
  /// Of either protocol.
  std::set<std::int32_t> taken;
  /// Contents by path.
  std::map<std::string, std::string> files;
};

}  // namespace berth::agent::testing
