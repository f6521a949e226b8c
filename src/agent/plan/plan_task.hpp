#pragma once
// The steps that a task's record calls for next. Pure: the same record and facts give the same
// plan, so after a restart the task goes on wherever it stood.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "agent/plan/step.hpp"
#include "agent/task_record.hpp"

namespace berth::agent::plan {

enum class EnginePresence : std::uint8_t { present, absent };

/// What is not in the record because a restart forgets it.
struct Facts {
  Instant now{};
  EnginePresence engine = EnginePresence::present;
  /// Containers whose true state is in doubt.
  std::set<std::size_t> doubtful;
  /// Containers to leave alone until then, because the engine gave no answer about them.
  std::map<std::size_t, Instant> rest;
  /// Containers that run although they are recorded as stopped: a start that was given up came
  /// through after all.
  std::set<std::size_t> stray;
  /// A failed removal is tried again from then on.
  Instant remove_after{};
};

struct CleanupTimes {
  /// How long a stopped task's containers stay after its last report left.
  Duration wait = std::chrono::hours{3};
  /// ... or after it stopped, if the report never leaves.
  Duration unreported_wait = std::chrono::hours{72};
  /// Those of a task that ended badly stay at least so long, for people to look into them.
  Duration failed_wait{};
};

/// Whether a container failed, as its reason or its exit code tells; one that was stopped or killed
/// from outside (137, 143) did not.
bool ended_badly(const TaskRecord& task);

struct Plan {
  std::vector<Step> begin;
  /// When to plan again although nothing happened.
  std::optional<Instant> wake;
};

Plan plan_task(const TaskRecord& task, const StepsUnderWay& steps, const Facts& facts,
               const CleanupTimes& cleanup);

}  // namespace berth::agent::plan
