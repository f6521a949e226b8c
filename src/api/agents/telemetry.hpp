#pragma once
// What agents publish on the telemetry socket (agent protocol §4.4 to §4.6): container health
// becomes commands; every publication is acknowledged.

#include <string>
#include <vector>

#include "api/agents/frame.hpp"
#include "state/state.hpp"

namespace berth::api::agents {

struct Telemetry {
  std::vector<state::Command> commands;
  /// The frame to answer with; empty for frames of unknown type.
  std::string acknowledgment;
};

Telemetry read_telemetry(const state::State& view, const Frame& frame);

}  // namespace berth::api::agents
