#pragma once
// Waiting inside a coroutine, on top of the Clock port. sleep() ends early, with canceled, when the
// coroutine's cancellation slot fires.

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "ports/clock.hpp"

namespace berth::ports {

boost::asio::awaitable<Result<void>> sleep_until(Clock& clock, Instant when);
boost::asio::awaitable<Result<void>> sleep_for(Clock& clock, Duration delay);

}  // namespace berth::ports
