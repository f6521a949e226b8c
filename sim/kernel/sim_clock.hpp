#pragma once
// The clock of one simulated process: the world's time seen through its own skew and drift. It
// ticks for as long as the process lives.

#include "ports/clock.hpp"
#include "sim/kernel/scheduler.hpp"

namespace berth::sim {

struct ClockError {
  /// How far the process is ahead of the world when it starts.
  Duration skew{};
  /// Parts per million by which it runs fast.
  std::int64_t drift_ppm = 0;
};

class SimClock final : public ports::Clock {
 public:
  SimClock(Scheduler& scheduler, Process process, ClockError error = {});

  Instant now() const override;
  TimerId call_at(Instant when, ports::Task task) override;
  void cancel(TimerId id) override { scheduler_.cancel(id); }

 private:
  Scheduler& scheduler_;
  Process process_;
  ClockError error_;
  Instant start_;
};

}  // namespace berth::sim
