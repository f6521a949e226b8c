#pragma once
// The real agent on simulated ports.

#include "sim/world/program.hpp"

namespace berth::sim {

std::unique_ptr<AgentProcess> make_agent(AgentPorts ports);

}  // namespace berth::sim
