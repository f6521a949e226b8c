#pragma once
// The Balancer port's twin. The proxy is a program of its own that outlives the server: it applies
// the newest plan some time after it was told, and keeps serving the last one it applied.

#include "ports/balancer.hpp"
#include "ports/clock.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

/// Survives the server.
class SimProxy {
 public:
  SimProxy(Scheduler& scheduler, SimEntropy entropy, Duration delay_mean);

  const ports::BalancerPlan& applied() const { return applied_; }
  std::uint64_t plans_applied() const { return plans_applied_; }

 private:
  friend class SimBalancer;
  void take(ports::BalancerPlan plan);

  Scheduler& scheduler_;
  SimEntropy entropy_;
  Duration delay_mean_;
  Process process_;
  ports::BalancerPlan applied_;
  ports::BalancerPlan newest_;
  std::uint64_t plans_applied_ = 0;
};

class SimBalancer final : public ports::Balancer {
 public:
  SimBalancer(SimProxy& proxy, ports::Clock& clock) : proxy_(proxy), clock_(clock) {}
  void apply(ports::BalancerPlan plan) override { proxy_.take(std::move(plan)); }
  boost::asio::awaitable<void> until_silent(Instant deadline) override;

 private:
  SimProxy& proxy_;
  ports::Clock& clock_;
};

}  // namespace berth::sim
