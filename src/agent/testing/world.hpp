#pragma once
// One executor and a clock that a test moves by hand. run_for() lets virtual time pass: everything
// that is ready runs, then the next timer, until the given time is over. Nothing sleeps.

#include <chrono>
#include <map>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "ports/clock.hpp"
#include "ports/entropy.hpp"

namespace berth::agent::testing {

class HandClock final : public ports::Clock {
 public:
  Instant now() const override { return now_; }

  TimerId call_at(Instant when, ports::Task task) override {
    const TimerId id = ++last_;
    const auto place = timers_.emplace(std::max(when, now_), Timer{id, std::move(task)});
    places_[id] = place;
    return id;
  }

  void cancel(TimerId id) override {
    const auto found = places_.find(id);
    if (found == places_.end()) return;
    timers_.erase(found->second);
    places_.erase(found);
  }

  /// Runs the earliest timer that is due by `limit`; answers whether there was one.
  bool step(Instant limit) {
    if (timers_.empty() || timers_.begin()->first > limit) return false;
    auto node = timers_.extract(timers_.begin());
    now_ = std::max(now_, node.key());
    places_.erase(node.mapped().id);
    node.mapped().task();
    return true;
  }
  void move_to(Instant when) { now_ = std::max(now_, when); }

 private:
  struct Timer {
    TimerId id;
    ports::Task task;
  };
  using Timers = std::multimap<Instant, Timer>;

  Instant now_{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  TimerId last_ = 0;
  Timers timers_;
  std::map<TimerId, Timers::iterator> places_;
};

/// A short linear generator: the same numbers in every run.
class CountedEntropy final : public ports::Entropy {
 public:
  std::uint64_t next() override {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return state_ ^ (state_ >> 29);
  }

 private:
  std::uint64_t state_ = 1;
};

class World {
 public:
  /// Starts a coroutine that nobody waits for; it ends with the world at the latest.
  void start(boost::asio::awaitable<void> work) {
    boost::asio::co_spawn(context, std::move(work), boost::asio::detached);
  }
  void run_for(Duration time) {
    const Instant end = clock.now() + time;
    settle();
    while (clock.step(end)) settle();
    clock.move_to(end);
  }
  /// Runs what is ready now, without letting time pass.
  void run_ready() { run_for(Duration{0}); }

  // The context goes last: destroying it unwinds frames that use the others.
  HandClock clock;
  CountedEntropy entropy;
  boost::asio::io_context context{1};

 private:
  void settle() {
    context.restart();
    context.poll();
  }
};

}  // namespace berth::agent::testing
