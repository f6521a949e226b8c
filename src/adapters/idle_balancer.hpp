#pragma once
// The Balancer of a server without a data plane (`berth server`): load balancers exist as objects
// and their targets are checked, but nothing listens for them.

#include "ports/balancer.hpp"

namespace berth::adapters {

class IdleBalancer final : public ports::Balancer {
 public:
  void apply(ports::BalancerPlan) override {}
  boost::asio::awaitable<void> until_silent(Instant) override { co_return; }
};

}  // namespace berth::adapters
