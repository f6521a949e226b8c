#pragma once
// A task as its agent is told about it (agent protocol §3.6): the task definition with overrides
// merged in, because agents accept no override but a command.

#include "gen/agent_protocol/types.hpp"
#include "state/state.hpp"

namespace berth::api::agents {

/// The whole task for one that shall run; ARNs and desiredStatus alone for one that shall stop.
gen::agent_protocol::Task payload_task(const state::State& view, const model::Task& task);

}  // namespace berth::api::agents
