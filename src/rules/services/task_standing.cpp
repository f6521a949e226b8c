#include "rules/services/task_standing.hpp"

#include <algorithm>

#include "rules/deployments/image_versions.hpp"

namespace berth::rules {

namespace {

using namespace std::chrono_literals;
using model::Task;
using model::TaskStatus;

/// Without any check a task counts as healthy this long after RUNNING
/// (ECS: minimumHealthyPercent).
constexpr Duration unchecked_healthy_after = 40s;

bool has_health_check(const Task& task) {
  return std::ranges::any_of(task.containers, [](const model::TaskContainer& container) {
    return container.essential && container.health_checked;
  });
}

void note_change(TaskStanding& standing, Instant when) {
  if (!standing.changes_at || when < *standing.changes_at) standing.changes_at = when;
}

/// Its checks fail, and the grace period is over.
bool fails_checks(const TaskFacts& facts, const model::Service& service, Instant now,
                  TaskStanding& standing) {
  const auto& task = *facts.task;
  if (facts.targets != TargetStanding::unhealthy &&
      task.health_status != model::HealthStatus::unhealthy) {
    return false;
  }
  const auto grace_end = *task.started_at + std::chrono::seconds{service.health_check_grace_period};
  if (now >= grace_end) return true;
  note_change(standing, grace_end);
  return false;
}

bool passes_checks(const TaskFacts& facts) {
  const auto& task = *facts.task;
  if (has_health_check(task) && task.health_status != model::HealthStatus::healthy) return false;
  return facts.targets == TargetStanding::not_needed || facts.targets == TargetStanding::healthy;
}

/// Passing checks make a task healthy; where there are none, time does.
bool counts_as_healthy(const TaskFacts& facts, Instant now, TaskStanding& standing) {
  const auto& task = *facts.task;
  if (has_health_check(task) || facts.targets != TargetStanding::not_needed) return true;
  const auto since = *task.started_at + unchecked_healthy_after;
  if (now < since) note_change(standing, since);
  return now >= since;
}

std::optional<std::size_t> deployment_of(const Task& task, const model::Service& service) {
  const auto& all = service.deployments;
  const auto found = std::ranges::find_if(
      all, [&](const auto& deployment) { return deployment.id.text() == task.started_by; });
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

TaskStanding standing_of(const TaskFacts& facts, const model::Service& service,
                         const model::ServiceRevision* revision, Instant now) {
  const auto& task = *facts.task;
  TaskStanding standing;
  standing.facts = &facts;
  standing.deployment = deployment_of(task, service);
  standing.wanted = is_alive(task) && task.desired_status == model::DesiredStatus::running;
  standing.running = standing.wanted && task.last_status == TaskStatus::running;
  if (!standing.wanted) return standing;
  standing.displaced =
      facts.instance && facts.instance->status == model::ContainerInstanceStatus::draining;
  standing.shielded = is_protected(task, now);
  if (standing.shielded) note_change(standing, *task.protected_until);
  if (!standing.running) return standing;
  // Its healthy replacement will be of the deployment's version, without a grace period.
  standing.other_version = revision && is_other_version(*revision, task);
  standing.sick = standing.other_version || fails_checks(facts, service, now, standing);
  standing.passing = !standing.sick && passes_checks(facts);
  standing.healthy = standing.passing && counts_as_healthy(facts, now, standing);
  return standing;
}

}  // namespace berth::rules
