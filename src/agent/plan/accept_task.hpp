#pragma once
// From the server's payload to the agent's record: names are chosen, implicit dependencies made
// explicit, the host's share computed, and everything refused that no step could carry out.

#include <cstdint>
#include <string>

#include "agent/task_record.hpp"
#include "base/result.hpp"
#include "gen/agent_protocol/types.hpp"
#include "ports/entropy.hpp"

namespace berth::agent::plan {

/// The pause container's name, which users never see.
inline constexpr const char* pause_container_name = "~internal~ecs~pause";

struct AcceptedTask {
  TaskRecord record;
  /// The payload as it is stored: overrides applied, credentials taken out.
  gen::agent_protocol::Task payload;
};

/// Error: the part of the task that cannot be understood. A task whose dependencies lead in a
/// circle is accepted, but wants to be stopped.
Result<AcceptedTask> accept_task(gen::agent_protocol::Task task, const std::string& pause_image,
                                 std::int64_t arrival, ports::Entropy& entropy);

/// The reason that the ECS agent reports for a task it cannot read (the spelling is theirs).
std::string unreadable_reason(const Error& error);

/// A record that only carries the answer to an order about a task that nobody here knows.
TaskRecord unknown_task(const std::string& arn, const std::string& cluster_arn, std::string reason);

/// "ecs-FAMILY-REVISION-NAME-<20 hexadecimal digits>", the name of a container or volume in Docker.
std::string docker_name(const std::string& family, const std::string& revision,
                        const std::string& name, ports::Entropy& entropy);

}  // namespace berth::agent::plan
