#include "rules/task_lifecycle.hpp"

#include <algorithm>
#include <utility>

namespace berth::rules {

using gen::ecs::TaskStopCode;
using model::ContainerStatus;
using model::DesiredStatus;
using model::Task;
using model::TaskContainer;
using model::TaskStatus;

namespace {

template <class Value>
void take(std::optional<Value>& to, const std::optional<Value>& from) {
  if (from) to = from;
}

void apply(TaskContainer& container, const ContainerReport& report) {
  if (report.status && *report.status > container.last_status) {
    container.last_status = *report.status;
  }
  take(container.runtime_id, report.runtime_id);
  take(container.image_digest, report.image_digest);
  take(container.reason, report.reason);
  take(container.exit_code, report.exit_code);
  if (report.network_bindings) container.network_bindings = *report.network_bindings;
}

/// The first thing that went wrong, for a task that never ran.
std::string failure_reason(const Task& task, const TaskReport& report) {
  if (!report.reason.empty()) return report.reason;
  for (const auto& container : task.containers) {
    if (container.reason && !container.reason->empty()) return *container.reason;
  }
  return "Task failed to start";
}

/// Running out of memory is the one complaint about a container that ran.
bool ran(const TaskContainer& container) {
  return container.exit_code &&
         (!container.reason || container.reason->starts_with("OutOfMemoryError:"));
}

/// An essential container that ran, however short, makes its task one that ran.
bool ran(const Task& task) {
  if (task.started_at) return true;
  return std::ranges::any_of(task.containers, [](const TaskContainer& container) {
    return container.essential && ran(container);
  });
}

/// Of an agent, whose clock is another one, and whose container may have ended before we heard that
/// it ran: kept between what came before and now, so that a task's times are in order.
void take_times(Task& task, const TaskReport& report, Instant now) {
  Instant earliest = std::min(task.created_at, now);
  const auto take = [&](std::optional<Instant>& time, std::optional<Instant> told) {
    if (!time && told) time = std::clamp(*told, earliest, now);
    if (time) earliest = std::min(std::max(earliest, *time), now);
  };
  take(task.pull_started_at, report.pull_started_at);
  take(task.pull_stopped_at, report.pull_stopped_at);
  take(task.started_at, std::nullopt);
  take(task.execution_stopped_at, report.execution_stopped_at);
}

void become_running(Task& task, Instant now) {
  if (task.desired_status == DesiredStatus::stopped) return;
  if (task.last_status >= TaskStatus::running) return;
  task.last_status = TaskStatus::running;
  task.started_at = now;
}

void become_stopped(Task& task, Instant now) {
  task.last_status = TaskStatus::stopped;
  task.desired_status = DesiredStatus::stopped;
  task.stopped_at = now;
  if (!task.stopping_at) task.stopping_at = now;
  task.accounted = !task.service_arn;
  for (auto& container : task.containers) container.last_status = ContainerStatus::stopped;
}

void end_by_report(Task& task, const TaskReport& report, Instant now) {
  if (!task.stop_code) {
    const bool started = ran(task);
    // It was over before anybody told that it ran.
    if (started && !task.started_at) {
      task.started_at = std::min(now, task.execution_stopped_at.value_or(now));
    }
    task.stop_code =
        started ? TaskStopCode::essential_container_exited : TaskStopCode::task_failed_to_start;
    task.stopped_reason =
        started ? "Essential container in task exited" : failure_reason(task, report);
  }
  if (task.started_at && !task.execution_stopped_at) task.execution_stopped_at = now;
  become_stopped(task, now);
}

bool same_but_version(const Task& a, const Task& b) {
  return a.last_status == b.last_status && a.desired_status == b.desired_status &&
         a.pull_started_at == b.pull_started_at && a.pull_stopped_at == b.pull_stopped_at &&
         a.execution_stopped_at == b.execution_stopped_at &&
         std::ranges::equal(
             a.containers, b.containers, [](const TaskContainer& x, const TaskContainer& y) {
               return x.last_status == y.last_status && x.runtime_id == y.runtime_id &&
                      x.image_digest == y.image_digest && x.reason == y.reason &&
                      x.exit_code == y.exit_code && x.network_bindings == y.network_bindings;
             });
}

}  // namespace

Task stop_requested(Task task, TaskStopCode code, std::string reason, Draining draining,
                    Instant now) {
  if (task.desired_status == DesiredStatus::stopped) return task;
  task.desired_status = DesiredStatus::stopped;
  task.stop_code = code;
  task.stopped_reason = std::move(reason);
  task.stopping_at = now;
  task.last_status =
      std::max(task.last_status,
               draining == Draining::targets ? TaskStatus::deactivating : TaskStatus::stopping);
  ++task.version;
  return task;
}

Task targets_drained(Task task, Instant now) {
  task.last_status = std::max(task.last_status, TaskStatus::stopping);
  task.stopping_at = now;
  ++task.version;
  return task;
}

std::optional<Task> reported(const Task& task, const TaskReport& report, Instant now) {
  if (!is_alive(task)) return std::nullopt;
  Task next = task;
  take_times(next, report, now);
  for (const auto& container_report : report.containers) {
    const auto found =
        std::ranges::find(next.containers, container_report.name, &TaskContainer::name);
    if (found != next.containers.end()) apply(*found, container_report);
  }
  if (report.status == TaskStatus::running) become_running(next, now);
  if (report.status == TaskStatus::stopped) end_by_report(next, report, now);
  if (same_but_version(task, next)) return std::nullopt;
  ++next.version;
  return next;
}

std::optional<Task> health_reported(const Task& task,
                                    const std::vector<ContainerHealth>& containers) {
  if (!is_alive(task)) return std::nullopt;
  Task next = task;
  bool changed = false;
  for (const auto& health : containers) {
    const auto found = std::ranges::find(next.containers, health.name, &TaskContainer::name);
    // Only checks written in the task definition count, not an image's own (§1.5.4).
    if (found == next.containers.end() || !found->health_checked) continue;
    changed |= std::exchange(found->health_status, health.status) != health.status;
  }
  if (!changed) return std::nullopt;
  next.health_status = health_of(next.containers);
  ++next.version;
  return next;
}

Task lost(Task task, TaskStopCode code, std::string reason, Instant now) {
  if (!task.stop_code) {
    task.stop_code = code;
    task.stopped_reason = std::move(reason);
  }
  become_stopped(task, now);
  ++task.version;
  return task;
}

Task accounted(Task task) {
  task.accounted = true;
  ++task.version;
  return task;
}

Task became_healthy(Task task, Instant now) {
  task.healthy_at = now;
  ++task.version;
  return task;
}

}  // namespace berth::rules
