#pragma once
// Gives the loops their turns: soon after anything changed, and when one of them is due. All
// loops of a turn see each other's commits, and a turn ends when none of them changes anything.

#include <vector>

#include "control/loop.hpp"
#include "ledger/ledger.hpp"
#include "ports/clock.hpp"

namespace berth::control {

class Conductor final : public ledger::Watcher {
 public:
  Conductor(ledger::Ledger& ledger, ports::Clock& clock);
  ~Conductor() override;

  /// The loop must outlive the conductor. Order of adding is the order of turns.
  void add(Loop& loop) { loops_.push_back(&loop); }
  void start();

  /// A turn soon, though nothing changed.
  void wake();

  void on_change(const state::Change& change) override;

 private:
  void schedule(Instant when);
  void turn();

  ledger::Ledger& ledger_;
  ports::Clock& clock_;
  std::vector<Loop*> loops_;
  bool started_ = false;
  std::optional<Instant> scheduled_;
  ports::Clock::TimerId timer_ = 0;
};

}  // namespace berth::control
