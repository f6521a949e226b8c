#include "ports/sleep.hpp"

#include <memory>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace berth::ports {

namespace asio = boost::asio;

namespace {

/// One sleeping coroutine, shared by its timer and its cancellation slot: whoever comes first
/// takes the handler, the other finds none.
template <class Handler>
struct Sleeper {
  Handler handler;
  Clock::TimerId timer = 0;
  bool finished = false;

  void finish(bool elapsed) {
    if (std::exchange(finished, true)) return;
    const auto executor = asio::get_associated_executor(handler);
    asio::post(executor,
               [handler = std::move(handler), elapsed]() mutable { std::move(handler)(elapsed); });
  }
};

}  // namespace

asio::awaitable<Result<void>> sleep_until(Clock& clock, Instant when) {
  auto begin = [&clock, when](auto handler) {
    using Handler = decltype(handler);
    auto sleeper = std::make_shared<Sleeper<Handler>>(std::move(handler));
    sleeper->timer = clock.call_at(when, [sleeper] { sleeper->finish(true); });
    auto slot = asio::get_associated_cancellation_slot(sleeper->handler);
    if (!slot.is_connected()) return;
    slot.assign([&clock, weak = std::weak_ptr(sleeper)](asio::cancellation_type) {
      if (const auto alive = weak.lock()) {
        clock.cancel(alive->timer);
        alive->finish(false);
      }
    });
  };
  const bool elapsed = co_await asio::async_initiate<decltype(asio::use_awaitable), void(bool)>(
      begin, asio::use_awaitable);
  if (!elapsed) co_return fail(ErrorCode::canceled, "The wait was canceled.");
  co_return Result<void>{};
}

asio::awaitable<Result<void>> sleep_for(Clock& clock, Duration delay) {
  return sleep_until(clock, clock.now() + delay);
}

}  // namespace berth::ports
