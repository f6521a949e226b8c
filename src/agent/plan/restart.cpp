#include "agent/plan/restart.hpp"

#include <algorithm>

namespace berth::agent::plan {

bool may_restart(const TaskRecord& task, const ContainerRecord& container, const End& end) {
  if (task.desired == DesiredStatus::stopped || !container.restarts) return false;
  if (!end.exit_code || !container.started_at) return false;
  const auto& policy = *container.restarts;
  if (std::ranges::find(policy.ignored_exit_codes, *end.exit_code) !=
      policy.ignored_exit_codes.end()) {
    return false;
  }
  return end.at - *container.started_at >= policy.attempt_period;
}

}  // namespace berth::agent::plan
