#pragma once
// The only source of time. A Clock belongs to one executor: every callback runs there, one at a
// time. The simulator's Clock jumps; the real one is adapters/system_clock.

#include <cstdint>
#include <functional>

#include "base/time.hpp"

namespace berth::ports {

using Task = std::move_only_function<void()>;

class Clock {
 public:
  using TimerId = std::uint64_t;

  virtual ~Clock() = default;

  virtual Instant now() const = 0;

  /// Runs `task` once, at or after `when`, never inside this call. An instant in the past means
  /// "as soon as the executor is free", which is how work is posted.
  virtual TimerId call_at(Instant when, Task task) = 0;

  /// Drops the task if it has not begun. Unknown and finished ids are ignored.
  virtual void cancel(TimerId id) = 0;

  TimerId post(Task task) { return call_at(now(), std::move(task)); }
  TimerId call_after(Duration delay, Task task) { return call_at(now() + delay, std::move(task)); }
};

}  // namespace berth::ports
