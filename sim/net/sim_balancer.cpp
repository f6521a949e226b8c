#include "sim/net/sim_balancer.hpp"

#include <utility>

#include "ports/sleep.hpp"

namespace berth::sim {

namespace {

constexpr Duration between_looks{100};

}  // namespace

SimProxy::SimProxy(Scheduler& scheduler, SimEntropy entropy, Duration delay_mean)
    : scheduler_(scheduler),
      entropy_(entropy),
      delay_mean_(delay_mean),
      process_(scheduler.spawn("proxy")) {}

void SimProxy::take(ports::BalancerPlan plan) {
  newest_ = std::move(plan);
  const Duration delay{entropy_.exponential(delay_mean_.count())};
  scheduler_.call_at(process_, scheduler_.now() + delay, [this] {
    if (applied_ == newest_) return;
    applied_ = newest_;
    ++plans_applied_;
  });
}

boost::asio::awaitable<void> SimBalancer::until_silent(Instant deadline) {
  while (!proxy_.applied().listeners.empty() && clock_.now() < deadline) {
    co_await ports::sleep_for(clock_, between_looks);
  }
}

}  // namespace berth::sim
