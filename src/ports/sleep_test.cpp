#include "ports/sleep.hpp"

#include <string>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "ports/testing/hand_clock.hpp"

namespace berth::ports {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::seconds;

struct Sleeping {
  testing::HandClock clock;
  asio::io_context context;
  asio::cancellation_signal signal;
  std::string seen;

  awaitable<void> rest(Duration delay) {
    const auto slept = co_await sleep_for(clock, delay);
    seen = slept ? "slept" : slept.error().message;
  }

  void spawn(Duration delay) {
    auto sleeping = rest(delay);
    asio::co_spawn(context, std::move(sleeping),
                   asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
  }

  std::string settle() {
    context.restart();
    context.poll();
    return std::exchange(seen, {});
  }
};

TEST(Sleep, ends_at_its_instant_and_not_before) {
  Sleeping s;
  s.spawn(seconds{2});
  EXPECT_EQ(s.settle(), "");
  s.clock.advance(seconds{1});
  EXPECT_EQ(s.settle(), "");
  s.clock.advance(seconds{1});
  EXPECT_EQ(s.settle(), "slept");
}

TEST(Sleep, ends_early_when_canceled) {
  Sleeping s;
  s.spawn(seconds{2});
  EXPECT_EQ(s.settle(), "");
  s.signal.emit(asio::cancellation_type::terminal);
  EXPECT_EQ(s.settle(), "The wait was canceled.");
  EXPECT_EQ(s.clock.waiting(), 0u);
}

TEST(Sleep, ignores_a_cancellation_that_comes_after_its_end) {
  Sleeping s;
  s.spawn(seconds{1});
  EXPECT_EQ(s.settle(), "");
  s.clock.advance(seconds{1});
  s.signal.emit(asio::cancellation_type::terminal);
  EXPECT_EQ(s.settle(), "slept");
}

}  // namespace
}  // namespace berth::ports
