#include "ports/event.hpp"

#include <memory>
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

/// Coroutines that wait for one event; each notes how it was woken.
struct Waiting {
  testing::HandClock clock;
  asio::io_context context;
  std::unique_ptr<Event> event = std::make_unique<Event>(clock);
  std::string woken;

  awaitable<void> wait(char name, Instant deadline) {
    const auto why = co_await event->wait_until(deadline);
    woken += name;
    woken += why == Woken::by_event ? '!' : '.';
  }

  void spawn(char name, Duration patience) {
    auto waiting = wait(name, clock.now() + patience);
    asio::co_spawn(context, std::move(waiting), [](std::exception_ptr) {});
  }

  /// Lets every coroutine run as far as it can.
  std::string settle() {
    context.restart();
    context.poll();
    return std::exchange(woken, {});
  }
};

TEST(Event, wakes_everyone_who_waits) {
  Waiting w;
  w.spawn('a', seconds{5});
  w.spawn('b', seconds{5});
  EXPECT_EQ(w.settle(), "");
  w.event->notify();
  EXPECT_EQ(w.settle(), "a!b!");
  EXPECT_EQ(w.clock.waiting(), 0u) << "deadlines are given back";
}

TEST(Event, stays_pending_for_the_next_waiter_when_nobody_waits) {
  Waiting w;
  w.event->notify();
  w.event->notify();
  w.spawn('a', seconds{5});
  EXPECT_EQ(w.settle(), "a!");
  w.spawn('b', seconds{5});
  EXPECT_EQ(w.settle(), "");
  w.event->notify();
  EXPECT_EQ(w.settle(), "b!");
}

TEST(Event, says_when_the_deadline_came_first) {
  Waiting w;
  w.spawn('a', seconds{1});
  w.spawn('b', seconds{2});
  EXPECT_EQ(w.settle(), "");
  w.clock.advance(seconds{1});
  EXPECT_EQ(w.settle(), "a.");
  w.event->notify();
  EXPECT_EQ(w.settle(), "b!");
  w.clock.advance(seconds{2});
  EXPECT_EQ(w.settle(), "");
}

TEST(Event, lets_a_canceled_waiter_go_at_once) {
  Waiting w;
  asio::cancellation_signal signal;
  auto waiting = w.wait('a', w.clock.now() + seconds{5});
  asio::co_spawn(w.context, std::move(waiting),
                 asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
  EXPECT_EQ(w.settle(), "");
  signal.emit(asio::cancellation_type::terminal);
  EXPECT_EQ(w.settle(), "a.");
  EXPECT_EQ(w.clock.waiting(), 0u);
}

TEST(Event, may_be_destroyed_while_coroutines_wait) {
  Waiting w;
  w.spawn('a', seconds{1});
  EXPECT_EQ(w.settle(), "");
  w.event.reset();
  w.clock.advance(seconds{1});
  EXPECT_EQ(w.settle(), "") << "they never resume";
}

awaitable<void> keep(std::shared_ptr<Event> event, Instant deadline) {
  co_await event->wait_until(deadline);
}

TEST(Event, goes_with_the_clock_when_its_only_owner_waits_for_it) {
  asio::io_context context;
  std::weak_ptr<Event> left;
  {
    testing::HandClock clock;
    auto event = std::make_shared<Event>(clock);
    left = event;
    auto waiting = keep(std::move(event), clock.now() + seconds{5});
    asio::co_spawn(context, std::move(waiting), [](std::exception_ptr) {});
    context.poll();
    EXPECT_FALSE(left.expired());
  }
  context.restart();
  context.poll();
  EXPECT_TRUE(left.expired()) << "a process that ended leaves nothing behind";
}

}  // namespace
}  // namespace berth::ports
