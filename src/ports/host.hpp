#pragma once
// What an agent can offer: the machine's size, read once at start.

#include <cstdint>
#include <string>

namespace berth::ports {

struct Host {
  /// CPU units: logical processors times 1024.
  std::int32_t cpu = 0;
  /// MiB.
  std::int32_t memory = 0;
  /// "x86_64" or "arm64".
  std::string cpu_architecture;
};

}  // namespace berth::ports
