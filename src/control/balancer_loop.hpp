#pragma once
// Tells the data plane what shall be: every listener with its addresses, every target group in use
// with its servers. The whole plan is derived from the state and goes out when its causes are
// durable, so a restart of either side ends in the same place.

#include <optional>
#include <string>

#include "control/loop.hpp"
#include "ports/balancer.hpp"

namespace berth::control {

class BalancerLoop final : public Loop {
 public:
  /// `shared_address` is where internet-facing load balancers are told apart by their DNS names;
  /// empty for none. The balancer must outlive the ledger's output.
  BalancerLoop(ledger::Ledger& ledger, ports::Balancer& balancer, std::string shared_address)
      : ledger_(ledger), balancer_(balancer), shared_address_(std::move(shared_address)) {}

  /// The first plan goes out even when it is empty: the data plane may still hold an older one.
  void start() override { noted_ = true; }
  void on_change(const state::Change& change) override;
  void step(Instant now) override;
  std::optional<Instant> due() const override { return std::nullopt; }

 private:
  ledger::Ledger& ledger_;
  ports::Balancer& balancer_;
  std::string shared_address_;
  std::optional<ports::BalancerPlan> last_;
  bool noted_ = false;
};

}  // namespace berth::control
