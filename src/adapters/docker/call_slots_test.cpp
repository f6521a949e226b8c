#include "adapters/docker/call_slots.hpp"

#include <chrono>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "adapters/http/testing/test_peer.hpp"
#include "adapters/system/system_clock.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;

constexpr Duration soon = std::chrono::milliseconds{20};
constexpr Duration long_time = std::chrono::seconds{20};

struct CallSlotsTest : testing::Test {
  Stage stage;
  SystemClock clock{stage.context.get_executor()};
  CallSlots slots{clock, 1};
  TestSignal first_may_end{stage.context};
  std::string order;
};

asio::awaitable<void> hold_until_told(CallSlotsTest& test) {
  const auto slot = co_await test.slots.take(long_time);
  EXPECT_TRUE(slot);
  co_await test.first_may_end.wait();
}

asio::awaitable<void> take_and_note(CallSlotsTest& test, char name) {
  const auto slot = co_await test.slots.take(long_time);
  EXPECT_TRUE(slot);
  test.order += name;
}

asio::awaitable<void> fail_to_take(CallSlotsTest& test) {
  const auto slot = co_await test.slots.take(soon);
  EXPECT_FALSE(slot);
  if (!slot) {
    EXPECT_EQ(slot.error().code, ErrorCode::timed_out);
  }
  test.first_may_end.set();
}

TEST_F(CallSlotsTest, waiting_ends_in_time_and_leaves_no_trace) {
  stage.play(hold_until_told(*this), fail_to_take(*this));
  stage.play(take_and_note(*this, 'a'));
  EXPECT_EQ(order, "a");
}

TEST_F(CallSlotsTest, slots_are_given_in_the_order_of_asking) {
  auto holder = hold_until_told(*this);
  auto a = take_and_note(*this, 'a'), b = take_and_note(*this, 'b'), c = take_and_note(*this, 'c');
  auto last = fail_to_take(*this);
  stage.play({&holder, &a, &b, &c, &last});
  EXPECT_EQ(order, "abc");
}

}  // namespace
}  // namespace berth::adapters
