#pragma once
// The Clock port on the machine's clocks. Instants come from the wall clock; waiting is done on the
// monotonic one, so a step of the wall clock neither fires timers early nor delays them.
//
// Everything but now() is called on the owner's executor, and every task runs there. Tasks that are
// due when the clock is destroyed never run.

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "ports/clock.hpp"

namespace berth::adapters {

class SystemClock final : public ports::Clock {
 public:
  explicit SystemClock(boost::asio::any_io_executor owner);
  ~SystemClock() override;
  SystemClock(const SystemClock&) = delete;
  SystemClock& operator=(const SystemClock&) = delete;

  Instant now() const override;
  TimerId call_at(Instant when, ports::Task task) override;
  void cancel(TimerId id) override;

 private:
  struct Timers;
  std::shared_ptr<Timers> timers_;  // Shared with the handler of the one Asio timer.
};

}  // namespace berth::adapters
