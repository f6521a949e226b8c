#pragma once
// A Clock for tests whose time moves only when the test says so.

#include <map>
#include <utility>

#include "ports/clock.hpp"

namespace berth::ports::testing {

class HandClock final : public Clock {
 public:
  explicit HandClock(Instant start = Instant{std::chrono::days{20000}}) : now_(start) {}

  Instant now() const override { return now_; }

  TimerId call_at(Instant when, Task task) override {
    tasks_.emplace(std::pair{when, ++last_}, std::move(task));
    return last_;
  }

  void cancel(TimerId id) override {
    std::erase_if(tasks_, [&](const auto& entry) { return entry.first.second == id; });
  }

  /// Moves the time and runs what is due, what those tasks add included.
  void advance(Duration step) {
    now_ += step;
    while (!tasks_.empty() && tasks_.begin()->first.first <= now_) {
      auto due = tasks_.extract(tasks_.begin());
      due.mapped()();
    }
  }

  std::size_t waiting() const { return tasks_.size(); }

 private:
  Instant now_;
  TimerId last_ = 0;
  std::map<std::pair<Instant, TimerId>, Task> tasks_;
};

}  // namespace berth::ports::testing
