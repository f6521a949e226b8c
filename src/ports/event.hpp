#pragma once
// A one-shot-per-set wake-up for coroutines of one executor: "something changed, look again".
//
// notify() wakes every waiter and stays pending when nobody waits, so a change between looking and
// waiting is never lost (one reader at a time may rely on that). wait_until() answers whether the
// event came before the deadline. No memory grows however often notify() is called.

#include <memory>

#include <boost/asio/awaitable.hpp>

#include "base/time.hpp"
#include "ports/clock.hpp"

namespace berth::ports {

enum class Woken : unsigned char { by_event, by_deadline };

class Event {
 public:
  explicit Event(Clock& clock);
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  void notify();
  boost::asio::awaitable<Woken> wait_until(Instant deadline);

 private:
  struct Waiters;
  Clock& clock_;
  std::shared_ptr<Waiters> waiters_;  // Shared with sleeping coroutines, which may outlive us.
};

}  // namespace berth::ports
