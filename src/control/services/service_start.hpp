#pragma once
// Starts the tasks of a service's plan: places them, and says which could not be placed.

#include <string>
#include <vector>

#include "ports/entropy.hpp"
#include "rules/services/service_reconcile.hpp"
#include "state/state.hpp"

namespace berth::control {

struct ServiceStart {
  std::vector<state::Command> commands;
  std::vector<std::string> events;
  /// Why tasks could not be placed; each holds until they are.
  std::vector<std::string> unplaced;
  /// Starts of other task sets are left for the next round, so that no room is given twice.
  bool more = false;
};

ServiceStart start_tasks(const state::State& state, ports::Entropy& entropy,
                         const rules::ServiceFacts& facts, const rules::ServicePlan& plan,
                         Instant now);

}  // namespace berth::control
