#include "adapters/docker/call_slots.hpp"

#include "ports/event.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

/// One place in the queue. A slot is handed over by name, so no newcomer can snatch it; a waiter
/// that ends without taking its slot passes it on.
class CallSlots::Waiter {
 public:
  explicit Waiter(CallSlots& slots) : slots_(slots), granted_(slots.clock_) {
    slots_.waiting_.push_back(this);
  }
  ~Waiter() {
    if (has_slot_) slots_.give_back();
    std::erase(slots_.waiting_, this);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  asio::awaitable<ports::Woken> wait_until(Instant deadline) {
    return granted_.wait_until(deadline);
  }

  void grant() {
    has_slot_ = true;
    granted_.notify();
  }

  bool take() { return std::exchange(has_slot_, false); }

 private:
  CallSlots& slots_;
  ports::Event granted_;
  bool has_slot_ = false;
};

asio::awaitable<Result<CallSlots::Slot>> CallSlots::take(Duration timeout) {
  if (free_ > 0) {
    --free_;
    co_return Slot(*this);
  }
  Waiter waiter(*this);
  co_await waiter.wait_until(clock_.now() + timeout);
  if (waiter.take()) co_return Slot(*this);
  co_return fail(ErrorCode::timed_out, "Too many calls to the container engine are under way.");
}

void CallSlots::give_back() {
  if (waiting_.empty()) {
    ++free_;
    return;
  }
  Waiter* next = waiting_.front();
  waiting_.pop_front();
  next->grant();
}

}  // namespace berth::adapters
