#include "adapters/http/io_deadline.hpp"

#include <cstdint>
#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace berth::adapters {

struct IoDeadline::State {
  boost::asio::steady_timer timer;
  std::move_only_function<void()> on_expiry;
  /// Grows with each arm and disarm, so that a handler already on its way finds itself outdated.
  std::uint64_t generation = 0;
  bool expired = false;
};

IoDeadline::IoDeadline(const boost::asio::any_io_executor& executor,
                       std::move_only_function<void()> on_expiry)
    : state_(std::make_shared<State>(boost::asio::steady_timer(executor), std::move(on_expiry))) {}

IoDeadline::~IoDeadline() {
  disarm();
  state_->on_expiry = nullptr;
}

void IoDeadline::arm(Duration limit) {
  State& state = *state_;
  const auto generation = ++state.generation;
  state.expired = false;
  state.timer.expires_after(limit);
  state.timer.async_wait([shared = state_, generation](boost::system::error_code failure) {
    if (failure || shared->generation != generation) return;
    shared->expired = true;
    shared->on_expiry();
  });
}

void IoDeadline::disarm() {
  ++state_->generation;
  state_->timer.cancel();
}

bool IoDeadline::expired() const { return state_->expired; }

}  // namespace berth::adapters
