#include "agent/plan/settle.hpp"

#include <algorithm>
#include <utility>

#include "agent/plan/dependency.hpp"
#include "agent/plan/transition.hpp"
#include "agent/status_text.hpp"

namespace berth::agent::plan {

namespace {

constexpr std::int32_t dependency_exit_code = 143;

void queue_report(TaskRecord& task) {
  gen::ecs::SubmitTaskStateChangeRequest report;
  report.task = task.arn;
  report.status = text(task.known);
  report.reason = task.known == TaskStatus::stopped ? task.reason : "";
  if (!task.changes.empty()) report.containers = std::exchange(task.changes, {});
  if (!task.attached.empty()) {
    auto& attachments = report.attachments.emplace();
    for (auto& arn : std::exchange(task.attached, {})) {
      attachments.push_back({.attachment_arn = std::move(arn), .status = "ATTACHED"});
    }
  }
  report.pull_started_at = task.pull_started_at;
  report.pull_stopped_at = task.pull_stopped_at;
  report.execution_stopped_at = task.execution_stopped_at;
  task.outbox.push_back(std::move(report));
}

bool essential_ended(const TaskRecord& task) {
  return std::ranges::any_of(task.containers, [](const ContainerRecord& container) {
    return container.essential == Essential::yes && container.known == ContainerStatus::stopped;
  });
}

/// Answers whether a container was given up because of a dependency.
bool give_up_dependents(TaskRecord& task, const StepsUnderWay& steps, const Doubts& doubts,
                        Instant now) {
  for (std::size_t i = 0; i < task.containers.size(); ++i) {
    const auto& container = task.containers[i];
    if (container.known >= ContainerStatus::created) continue;
    if (steps.has({StepKind::create_container, i}) || doubts.contains(i)) continue;
    auto verdict = judge(task, container, now);
    if (verdict.state != DependencyState::failed) continue;
    mark_stopped(task, i, {dependency_exit_code, std::move(verdict.reason), now});
    return true;
  }
  return false;
}

/// A pull under way does not hold a stop up: it leaves no trace that is the task's own.
bool may_be_abandoned(const TaskRecord& task, const StepsUnderWay& steps, const Doubts& doubts,
                      std::size_t index) {
  if (doubts.contains(index)) return false;
  const auto known = task.containers[index].known;
  if (known == ContainerStatus::none) return !steps.busy(index) || steps.pulling(index);
  return (known == ContainerStatus::pulled || known == ContainerStatus::created) &&
         !steps.busy(index);
}

void abandon_unstarted(TaskRecord& task, const StepsUnderWay& steps, const Doubts& doubts,
                       Instant now) {
  const bool pulls_began = task.pull_started_at.has_value();
  for (std::size_t i = 0; i < task.containers.size(); ++i) {
    if (!may_be_abandoned(task, steps, doubts, i)) continue;
    std::string reason;
    if (!pulls_began && task.reason.empty()) {
      reason =
          "TaskStoppedBeforePullBeginError: Task stopped before image pull could begin for task: " +
          task.arn;
    }
    mark_stopped(task, i, {std::nullopt, std::move(reason), now});
  }
}

/// A stop comes before a restart: the container stays as its last run left it.
void give_up_restarts(TaskRecord& task, const StepsUnderWay& steps, const Doubts& doubts) {
  for (std::size_t i = 0; i < task.containers.size(); ++i) {
    const auto& container = task.containers[i];
    if (!restart_pending(container) || steps.busy(i) || doubts.contains(i)) continue;
    mark_stopped(task, i, End(*container.restarts->pending));
  }
}

/// The status that every container has reached.
TaskStatus reached(const TaskRecord& task) {
  auto lowest = ContainerStatus::stopped;
  for (const auto& container : task.containers) lowest = std::min(lowest, container.known);
  if (lowest == ContainerStatus::stopped) return TaskStatus::stopped;
  return lowest == ContainerStatus::running ? TaskStatus::running : TaskStatus::pending;
}

void advance(TaskRecord& task, Instant now) {
  const auto status = reached(task);
  if (status <= task.known) return;
  // A task whose essential container has ended does not become RUNNING because of the others.
  if (status == TaskStatus::running && essential_ended(task)) return;
  task.known = status;
  if (status == TaskStatus::stopped) {
    task.desired = DesiredStatus::stopped;
    task.stopped_at = now;
  }
  queue_report(task);
}

}  // namespace

void settle(TaskRecord& task, const StepsUnderWay& steps, const Doubts& doubts, Instant now) {
  if (task.known == TaskStatus::stopped) return;
  while (task.desired == DesiredStatus::running) {
    if (essential_ended(task))
      want_stopped(task, "");
    else if (!give_up_dependents(task, steps, doubts, now))
      break;
  }
  // A container that ran is reported before the ones that its end keeps from running.
  advance(task, now);
  if (task.desired == DesiredStatus::stopped) {
    give_up_restarts(task, steps, doubts);
    abandon_unstarted(task, steps, doubts, now);
  }
  advance(task, now);
}

void want_stopped(TaskRecord& task, std::string reason) {
  task.desired = DesiredStatus::stopped;
  if (task.reason.empty()) task.reason = std::move(reason);
}

void report_changes(TaskRecord& task) {
  if (task.changes.empty() || task.known == TaskStatus::stopped) return;
  queue_report(task);
}

}  // namespace berth::agent::plan
