#include "sim/invariants/invariant.hpp"

namespace berth::sim::invariants {

std::vector<Pointer> all(Watched watched) {
  std::vector<Pointer> list;
  list.push_back(capacity(watched));
  list.push_back(status_order(watched));
  list.push_back(durability(watched));
  list.push_back(no_duplicate_run(watched));
  list.push_back(orphans(watched));
  list.push_back(truth(watched));
  list.push_back(unique_names(watched));
  list.push_back(told_truth(watched));
  list.push_back(promptness(watched));
  list.push_back(leftovers(watched));
  list.push_back(deployment(watched));
  list.push_back(circuit_breaker(watched));
  list.push_back(records(watched));
  list.push_back(daemon(watched));
  list.push_back(protection(watched));
  list.push_back(placement(watched));
  return list;
}

}  // namespace berth::sim::invariants
