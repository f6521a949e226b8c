#pragma once
// POST /_berth/reset: stops every task, waits until their agents say that they are gone, and then
// empties every account and region. For people's test suites.

#include <boost/asio/awaitable.hpp>

#include "ledger/ledger.hpp"
#include "ports/clock.hpp"
#include "ports/event.hpp"

namespace berth::api {

class Emptying final : public ledger::Watcher {
 public:
  Emptying(ledger::Ledger& ledger, ports::Clock& clock);

  /// Tasks whose agents do not answer within a minute are forgotten all the same. Runs on the
  /// owner; one at a time.
  boost::asio::awaitable<void> run();

  void on_change(const state::Change& change) override;

 private:
  std::vector<state::Command> stop_everything() const;
  bool anything_alive() const;

  ledger::Ledger& ledger_;
  ports::Clock& clock_;
  ports::Event changed_;
};

}  // namespace berth::api
