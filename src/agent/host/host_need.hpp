#pragma once
// What a task takes of its host (agent-protocol §9.4). Only one with fixed host ports, CPU units or
// memory takes anything; FARGATE tasks are accounted by the server alone.

#include "agent/task_record.hpp"
#include "gen/agent_protocol/types.hpp"

namespace berth::agent::host {

HostNeed host_need(const gen::agent_protocol::Task& task);

}  // namespace berth::agent::host
