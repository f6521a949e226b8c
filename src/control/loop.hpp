#pragma once
// A concern of the control plane: it takes notes of what changed and, when it gets its turn,
// decides from the state and commits commands through the ledger. Loops are level-triggered: a
// step may look at more than was noted and must come to the same end when run again.

#include <optional>

#include "base/time.hpp"
#include "ledger/ledger.hpp"

namespace berth::control {

class Loop {
 public:
  virtual ~Loop() = default;

  /// Once after recovery: everything may need a look.
  virtual void start() = 0;

  /// Takes a note; never commits.
  virtual void on_change(const state::Change& change) = 0;

  /// Decides about what was noted or has become due. Runs on the owner's executor.
  virtual void step(Instant now) = 0;

  /// When step() is wanted even if nothing changes.
  virtual std::optional<Instant> due() const = 0;
};

}  // namespace berth::control
