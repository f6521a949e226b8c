#pragma once
// What happened, for a person who reads a failing run: one aligned line an event with the
// simulated time, who, and what. Silent unless the run asked for it.

#include <cstdint>
#include <functional>
#include <string_view>

#include "sim/kernel/scheduler.hpp"

namespace berth::sim {

enum class Detail : std::uint8_t {
  none,
  /// State changes: statuses, deaths, faults.
  brief,
  /// Also every request, frame, engine call and log line.
  full,
};

class Story {
 public:
  using Sink = std::function<void(std::string_view line)>;

  Story(const Scheduler& scheduler, Detail detail, Sink sink);

  bool wants(Detail detail) const { return detail <= detail_; }
  /// `detail` is how much the reader must have asked for to see the line.
  void tell(Detail detail, std::string_view who, std::string_view what) const;

 private:
  const Scheduler& scheduler_;
  Instant start_;
  Detail detail_;
  Sink sink_;
};

}  // namespace berth::sim
