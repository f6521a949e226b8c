#pragma once
// dependsOn, links and volumesFrom: may a container be created yet, and will it ever be? The texts
// of a refusal are those of the ECS agent (agent-protocol §11.4).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/task_record.hpp"

namespace berth::agent::plan {

enum class DependencyState : std::uint8_t { satisfied, waiting, failed };

struct DependencyVerdict {
  DependencyState state{};
  /// Why it failed; the container's reason.
  std::string reason;
  /// When a waiting dependency times out, if ever.
  std::optional<Instant> expires;
};

/// Whether `target` may be created as far as this one dependency goes.
DependencyVerdict judge(const TaskRecord& task, const ContainerRecord& target,
                        const Dependency& dependency, Instant now);

/// Over all dependencies of `target`: failed beats waiting beats satisfied.
DependencyVerdict judge(const TaskRecord& task, const ContainerRecord& target, Instant now);

/// Whether every dependency names a container of the task and no chain leads back to its start.
bool resolvable(const std::vector<ContainerRecord>& containers);

/// Whether all containers that need `container` are stopped, so that it may stop too.
bool free_to_stop(const TaskRecord& task, const ContainerRecord& container);

}  // namespace berth::agent::plan
