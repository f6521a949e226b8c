#include "sim/kernel/reply.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace berth::sim {

namespace asio = boost::asio;

void ReplyState::finish() {
  given = true;
  scheduler.cancel(timer);
  scheduler.resume(parked);
}

asio::awaitable<void> until_given(std::shared_ptr<ReplyState> state) {
  if (state->given) co_return;
  auto begin = [&state](auto handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto task = [handler = std::move(handler)]() mutable { std::move(handler)(); };
    state->parked = state->scheduler.park(state->process, std::move(task));
    if (!slot.is_connected()) return;
    slot.assign([weak = std::weak_ptr<ReplyState>(state)](asio::cancellation_type) {
      if (const auto alive = weak.lock()) {
        alive->give_up(ErrorCode::canceled, "The operation was canceled.");
      }
    });
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(begin, asio::use_awaitable);
}

}  // namespace berth::sim
