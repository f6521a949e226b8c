#include "sim/kernel/sim_clock.hpp"

namespace berth::sim {

namespace {

constexpr std::int64_t million = 1'000'000;

}  // namespace

SimClock::SimClock(Scheduler& scheduler, Process process, ClockError error)
    : scheduler_(scheduler), process_(process), error_(error), start_(scheduler.now()) {}

Instant SimClock::now() const {
  const Duration elapsed = scheduler_.now() - start_;
  return scheduler_.now() + error_.skew + Duration{elapsed.count() * error_.drift_ppm / million};
}

SimClock::TimerId SimClock::call_at(Instant when, ports::Task task) {
  if (when <= now()) return scheduler_.call_at(process_, scheduler_.now(), std::move(task));
  // The waiting time as the world counts it, rounded up: a timer never comes early.
  const std::int64_t wait = (when - now()).count();
  const std::int64_t rate = million + error_.drift_ppm;
  std::int64_t world_wait = (wait * million + rate - 1) / rate;
  // Rounding in now() may still fall a millisecond short.
  if (error_.drift_ppm != 0) ++world_wait;
  return scheduler_.call_at(process_, scheduler_.now() + Duration{world_wait}, std::move(task));
}

}  // namespace berth::sim
