#pragma once
// One health check of one target: open a connection, ask, read the status. Prober decides nothing;
// thresholds and reasons are rules/target_health.

#include <cstdint>
#include <functional>
#include <string>

#include "base/time.hpp"

namespace berth::ports {

struct ProbeRequest {
  std::string address;
  std::uint16_t port = 0;
  /// Path and query of the GET.
  std::string path = "/";
  Duration timeout{};
};

enum class ProbeOutcome : std::uint8_t { answered, timed_out, failed };

struct ProbeResult {
  ProbeOutcome outcome = ProbeOutcome::failed;
  /// HTTP status when answered.
  int status = 0;
};

class Prober {
 public:
  using Done = std::move_only_function<void(ProbeResult)>;

  virtual ~Prober() = default;

  /// A new connection each time, header Host "<ip>:<port>", User-Agent ELB-HealthChecker/2.0,
  /// Connection close. `done` runs once, on the owner's executor, never inside this call.
  virtual void probe(ProbeRequest request, Done done) = 0;
};

}  // namespace berth::ports
