#pragma once
// The answer that a coroutine of one process waits for and the simulated world gives later.
//
// The waiting frame is parked in the Scheduler under its process, never in the giver's hands, so a
// killed process unwinds at once and a late set() finds nobody. The first set() wins; a deadline
// and the coroutine's cancellation are only further givers.

#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "ports/clock.hpp"
#include "sim/kernel/scheduler.hpp"

namespace berth::sim {

/// The part that does not depend on the type of the answer.
struct ReplyState {
  ReplyState(Scheduler& world, Process owner) : scheduler(world), process(owner) {}
  virtual ~ReplyState() = default;
  /// Fails the reply unless it was given already.
  virtual void give_up(ErrorCode code, const char* why) = 0;
  void finish();

  Scheduler& scheduler;
  Process process;
  bool given = false;
  Scheduler::ParkId parked = 0;
  Scheduler::TimerId timer = 0;
};

/// Suspends until the reply was given.
boost::asio::awaitable<void> until_given(std::shared_ptr<ReplyState> state);

template <class T>
class Reply {
 public:
  Reply(Scheduler& scheduler, Process process)
      : state_(std::make_shared<State>(scheduler, process)) {}

  void set(Result<T> result) const {
    if (state_->given) return;
    state_->result.emplace(std::move(result));
    state_->finish();
  }
  void fail(ErrorCode code, const char* why) const { state_->give_up(code, why); }
  bool given() const { return state_->given; }
  Scheduler& scheduler() const { return state_->scheduler; }
  Process process() const { return state_->process; }

  /// Answers `code` when the waiter's own `clock` shows `when`, unless something else came first.
  void expire_at(ports::Clock& clock, Instant when, ErrorCode code, const char* why) const {
    auto expire = [weak = std::weak_ptr<State>(state_), code, why] {
      if (const auto alive = weak.lock()) alive->give_up(code, why);
    };
    state_->timer = clock.call_at(when, std::move(expire));
  }

  /// One waiter, once.
  static boost::asio::awaitable<Result<T>> wait(Reply reply) {
    std::shared_ptr<ReplyState> state = reply.state_;
    co_await until_given(std::move(state));
    Result<T> result = std::move(*reply.state_->result);
    co_return result;
  }

 private:
  struct State final : ReplyState {
    using ReplyState::ReplyState;
    void give_up(ErrorCode code, const char* why) override {
      if (given) return;
      result.emplace(berth::fail(code, why));
      finish();
    }
    std::optional<Result<T>> result;
  };
  std::shared_ptr<State> state_;
};

}  // namespace berth::sim
