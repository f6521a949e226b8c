#pragma once
// What must hold of every run. Each invariant stands in a file of its own with a sentence on top;
// it watches the world and reports the first moment at which it does not hold.

#include <memory>
#include <string>
#include <vector>

#include "sim/operator/promises.hpp"
#include "sim/world/world.hpp"

namespace berth::sim {

class Invariant : public Observer {
 public:
  /// Once every simulated second, between the programs' tasks.
  virtual void look() {}
  /// Faults are over and everything works again.
  virtual void healed() {}
  /// The system has converged and the run is about to end.
  virtual void ended() {}
};

struct Watched {
  World& world;
  const Promises& promises;
};

namespace invariants {

using Pointer = std::unique_ptr<Invariant>;

Pointer capacity(Watched watched);
Pointer status_order(Watched watched);
Pointer durability(Watched watched);
Pointer no_duplicate_run(Watched watched);
Pointer orphans(Watched watched);
Pointer truth(Watched watched);
Pointer unique_names(Watched watched);
Pointer told_truth(Watched watched);
Pointer promptness(Watched watched);
Pointer leftovers(Watched watched);
// Of services.
Pointer deployment(Watched watched);
Pointer circuit_breaker(Watched watched);
Pointer records(Watched watched);
Pointer daemon(Watched watched);
Pointer protection(Watched watched);
Pointer placement(Watched watched);

std::vector<Pointer> all(Watched watched);

}  // namespace invariants
}  // namespace berth::sim
