#pragma once
// How ECS writes the statuses of the agent's records, on the wire and to those who ask.

#include "agent/task_record.hpp"

namespace berth::agent {

const char* text(TaskStatus status);
const char* text(ContainerStatus status);
const char* text(DesiredStatus status);
const char* text(HealthStatus status);

}  // namespace berth::agent
