#pragma once
// From Docker's counters to the sets that telemetry carries (agent-protocol §4.4): CPU in percent
// of the whole host, memory in MiB without the page cache, network and disk as cumulative counters.
// Pure; the caller brings the samples.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "gen/agent_protocol/types.hpp"
#include "gen/docker/types.hpp"

namespace berth::agent::telemetry {

struct Traffic {
  std::int64_t bytes = 0, packets = 0, errors = 0, dropped = 0;
};

/// One reading of one container.
struct Sample {
  Instant at{};
  std::int64_t cpu_nanoseconds = 0;
  std::int64_t processors = 1;
  std::int64_t memory_bytes = 0;
  /// Absent where the container has no network of its own.
  std::optional<Traffic> received, sent;
  std::int64_t read_bytes = 0, written_bytes = 0;
};

Sample sample_of(const gen::docker::ContainerStats& stats, Instant now);

/// The samples of one container since the last publication. The newest one stays behind as the
/// starting point of the next interval's differences.
class Window {
 public:
  void add(const Sample& sample);
  /// Absent while there are fewer than two samples to compare.
  std::optional<gen::agent_protocol::ContainerMetric> take(const std::string& container_name);

 private:
  std::vector<Sample> samples_;
  /// Whether the first sample was counted in an earlier publication already.
  enum class First : std::uint8_t { fresh, counted } first_ = First::fresh;
};

}  // namespace berth::agent::telemetry
