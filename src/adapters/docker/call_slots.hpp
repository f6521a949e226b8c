#pragma once
// How many calls may be under way at once; the rest wait in the order in which they came. One
// executor only, and whoever waits or holds a slot must end before the slots do.

#include <deque>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/clock.hpp"

namespace berth::adapters {

class CallSlots {
 public:
  /// The right to one call, given back when it is destroyed.
  class Slot {
   public:
    explicit Slot(CallSlots& slots) : slots_(&slots) {}
    Slot(Slot&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (slots_ != nullptr) slots_->give_back();
    }

   private:
    CallSlots* slots_;
  };

  CallSlots(ports::Clock& clock, int count) : clock_(clock), free_(count) {}
  CallSlots(const CallSlots&) = delete;
  CallSlots& operator=(const CallSlots&) = delete;

  /// Error timed_out: none became free in time.
  boost::asio::awaitable<Result<Slot>> take(Duration timeout);

 private:
  class Waiter;

  void give_back();

  ports::Clock& clock_;
  int free_;
  std::deque<Waiter*> waiting_;
};

}  // namespace berth::adapters
