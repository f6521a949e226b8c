#include "adapters/system/system_clock.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

using std::chrono::milliseconds;

struct Running {
  boost::asio::io_context context;
  std::unique_ptr<SystemClock> clock = std::make_unique<SystemClock>(context.get_executor());
  std::string seen;

  auto note(char c) {
    return [this, c] { seen += c; };
  }
  void run() { context.run_for(std::chrono::seconds(20)); }
};

TEST(SystemClock, runs_tasks_of_the_past_in_the_order_of_their_calls) {
  Running r;
  r.clock->post(r.note('a'));
  r.clock->call_at(Instant::min(), r.note('b'));
  r.clock->call_after(milliseconds{-5}, r.note('c'));
  EXPECT_EQ(r.seen, "");
  r.run();
  EXPECT_EQ(r.seen, "abc");
}

TEST(SystemClock, runs_timers_in_the_order_of_their_instants_and_not_early) {
  Running r;
  const Instant start = r.clock->now();
  for (const int delay : {30, 10, 20, 1}) {
    const Instant when = start + milliseconds{delay};
    r.clock->call_at(when, [&r, when, delay] {
      EXPECT_GE(r.clock->now(), when);
      r.seen += std::to_string(delay) + " ";
    });
  }
  r.run();
  EXPECT_EQ(r.seen, "1 10 20 30 ");
}

TEST(SystemClock, drops_cancelled_tasks) {
  Running r;
  const auto first = r.clock->call_after(milliseconds{1}, r.note('a'));
  const auto posted = r.clock->post(r.note('b'));
  r.clock->call_after(milliseconds{5}, r.note('c'));
  r.clock->cancel(first);
  r.clock->cancel(posted);
  r.clock->cancel(posted);
  r.clock->cancel(999);
  r.run();
  EXPECT_EQ(r.seen, "c");
}

TEST(SystemClock, lets_timers_through_between_tasks_that_post_themselves) {
  Running r;
  bool done = false;
  std::function<void()> again = [&] {
    if (!done) r.clock->post([&again] { again(); });
  };
  again();
  r.clock->call_after(milliseconds{3}, [&] { done = true; });
  r.run();
  EXPECT_TRUE(done);
}

TEST(SystemClock, accepts_the_farthest_instants) {
  Running r;
  const auto never = r.clock->call_at(Instant::max(), r.note('x'));
  r.clock->call_after(milliseconds{1}, [&] { r.clock->cancel(never); });
  r.clock->call_at(Instant::max(), r.note('y'));
  r.clock->call_after(milliseconds{2}, [&] { r.context.stop(); });
  r.run();
  EXPECT_EQ(r.seen, "");
}

TEST(SystemClock, forgets_everything_when_destroyed) {
  Running r;
  r.clock->post([&] { r.clock.reset(); });
  r.clock->post(r.note('a'));
  r.clock->call_after(milliseconds{1}, r.note('b'));
  r.run();
  EXPECT_EQ(r.seen, "");
}

}  // namespace
}  // namespace berth::adapters
