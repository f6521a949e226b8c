#pragma once
// Ports of the host that the agent chooses itself, because Docker chooses single ones and anew at
// every start (agent-protocol §8): a block for each containerPortRange and, for a container that
// may be restarted, each dynamic port. Pure; which ports are free is asked of the caller.

#include <cstdint>
#include <optional>
#include <vector>

#include "agent/task_record.hpp"
#include "base/function_ref.hpp"
#include "gen/agent_protocol/types.hpp"
#include "ports/local_host.hpp"

namespace berth::agent::host {

using IsFree = FunctionRef<bool(ports::HostPort)>;

/// Whether any of the container's ports is for the agent to choose.
bool wants_ports(const gen::agent_protocol::Container& container, const ContainerRecord& record);

/// The container's blocks, each within `range` and as near above `start` as the taken ports allow,
/// beginning anew at the range's first port. A mapping that finds no room is left out: Docker
/// chooses its ports one by one.
std::vector<PortBlock> choose_ports(const gen::agent_protocol::Container& container,
                                    const ContainerRecord& record, ports::PortRange range,
                                    std::int32_t start, IsFree is_free);

/// Whether the task has the port, or is to have it.
bool holds_port(const TaskRecord& task, ports::HostPort port);

/// The bindings as ECS tells them: those of a containerPortRange as one, where they are all there
/// and follow each other on the host.
std::vector<gen::ecs::NetworkBinding> fold_ranges(std::vector<gen::ecs::NetworkBinding> bindings,
                                                  const gen::agent_protocol::Container& container);

/// "8000-8009"; nothing where it is no range of ports.
std::optional<ports::PortRange> port_range(std::string_view text);

}  // namespace berth::agent::host
