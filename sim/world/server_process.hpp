#pragma once
// The real server on simulated ports.

#include "sim/world/program.hpp"

namespace berth::sim {

std::unique_ptr<ServerProcess> make_server(ServerPorts ports);

}  // namespace berth::sim
