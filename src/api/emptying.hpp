#pragma once
// POST /_berth/reset: stops every task, waits until their agents say that they are gone, empties
// every account and region, and waits until nothing listens for them. For people's test suites.

#include <boost/asio/awaitable.hpp>

#include "ledger/ledger.hpp"
#include "ports/balancer.hpp"
#include "ports/clock.hpp"
#include "ports/event.hpp"

namespace berth::api {

class Emptying final : public ledger::Watcher {
 public:
  Emptying(ledger::Ledger& ledger, ports::Balancer& balancer, ports::Clock& clock);

  /// Agents and load balancers that are not done within a minute are not waited for. Runs on the
  /// owner; one at a time.
  boost::asio::awaitable<void> run();

  void on_change(const state::Change& change) override;

 private:
  std::vector<state::Command> stop_everything() const;
  bool anything_alive() const;

  ledger::Ledger& ledger_;
  ports::Balancer& balancer_;
  ports::Clock& clock_;
  ports::Event changed_;
};

}  // namespace berth::api
