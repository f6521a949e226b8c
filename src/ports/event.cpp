#include "ports/event.hpp"

#include <functional>
#include <map>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace berth::ports {

namespace asio = boost::asio;

/// A sleeping coroutine, owned by its timer: it goes with the clock's process, even if the
/// coroutine itself keeps the event alive.
struct Sleeping {
  std::move_only_function<void(Woken)> resume;
  Clock::TimerId timer = 0;
};

struct Event::Waiters {
  bool pending = false;
  std::uint64_t next = 1;
  std::map<std::uint64_t, std::weak_ptr<Sleeping>> waiting;

  void wake(Clock& clock, std::uint64_t id, Woken why) {
    const auto found = waiting.extract(id);
    const auto sleeping = found.empty() ? nullptr : found.mapped().lock();
    if (!sleeping) return;
    auto resume = std::move(sleeping->resume);
    clock.cancel(sleeping->timer);
    resume(why);
  }
};

Event::Event(Clock& clock) : clock_(clock), waiters_(std::make_shared<Waiters>()) {}

Event::~Event() {
  for (const auto& [id, weak] : std::exchange(waiters_->waiting, {})) {
    if (const auto sleeping = weak.lock()) sleeping->resume = nullptr;
  }
}

void Event::notify() {
  if (waiters_->waiting.empty()) {
    waiters_->pending = true;
    return;
  }
  while (!waiters_->waiting.empty()) {
    waiters_->wake(clock_, waiters_->waiting.begin()->first, Woken::by_event);
  }
}

asio::awaitable<Woken> Event::wait_until(Instant deadline) {
  if (std::exchange(waiters_->pending, false)) co_return Woken::by_event;
  const std::weak_ptr<Waiters> shared = waiters_;
  Clock& clock = clock_;
  auto begin = [&shared, &clock, deadline](auto handler) {
    const auto waiters = shared.lock();
    const auto id = waiters->next++;
    auto slot = asio::get_associated_cancellation_slot(handler);
    const auto sleeping = std::make_shared<Sleeping>();
    sleeping->resume = [handler = std::move(handler)](Woken why) mutable {
      const auto executor = asio::get_associated_executor(handler);
      asio::post(executor,
                 [handler = std::move(handler), why]() mutable { std::move(handler)(why); });
    };
    auto expire = [weak = shared, &clock, id] {
      if (const auto alive = weak.lock()) alive->wake(clock, id, Woken::by_deadline);
    };
    if (slot.is_connected()) slot.assign([expire](asio::cancellation_type) { expire(); });
    waiters->waiting.emplace(id, sleeping);
    sleeping->timer = clock.call_at(deadline, [expire, sleeping] { expire(); });
  };
  const Woken why = co_await asio::async_initiate<decltype(asio::use_awaitable), void(Woken)>(
      begin, asio::use_awaitable);
  co_return why;
}

}  // namespace berth::ports
