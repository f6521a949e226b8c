#pragma once
// What the scheduler must know of a service, gathered from the state.

#include "rules/services/service_reconcile.hpp"
#include "state/state.hpp"

namespace berth::control {

/// Points into `state` and `service`.
rules::ServiceFacts service_facts(const state::State& state, const model::Service& service,
                                  Instant now);

}  // namespace berth::control
