#pragma once
// What Asio needs to run coroutines on the Scheduler as one of its processes. Never runs anything
// inside execute(), so no call comes back before its caller has finished.

#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>

#include "sim/kernel/scheduler.hpp"

namespace berth::sim {

class Executor {
 public:
  Executor(Scheduler& scheduler, Process process) : scheduler_(&scheduler), process_(process) {}

  Scheduler& query(boost::asio::execution::context_t) const noexcept { return *scheduler_; }
  static constexpr auto query(boost::asio::execution::blocking_t) noexcept {
    return boost::asio::execution::blocking.never;
  }
  Executor require(boost::asio::execution::blocking_t::never_t) const noexcept { return *this; }

  template <class Work>
  void execute(Work&& work) const {
    scheduler_->post(process_, std::forward<Work>(work));
  }

  friend bool operator==(const Executor&, const Executor&) noexcept = default;

 private:
  Scheduler* scheduler_;
  Process process_;
};

}  // namespace berth::sim
