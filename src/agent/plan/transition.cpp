#include "agent/plan/transition.hpp"

#include <utility>

#include "agent/plan/restart.hpp"
#include "agent/plan/settle.hpp"

namespace berth::agent::plan {

namespace {

constexpr const char* essential_exited = "Essential container in task exited";
constexpr const char* vanished = "ContainerVanishedError: No container matching saved ID found";
constexpr const char* out_of_memory = "OutOfMemoryError: Container killed due to memory usage";

constexpr std::int32_t killed_code = 137;  // 128 + SIGKILL.
/// "docker run" documents 125 to 127; 128 stands where a process was never made.
constexpr std::int32_t engine_code_least = 125, engine_code_most = 128;

template <class Value>
std::optional<Value> unless_empty(const Value& value) {
  return value.empty() ? std::nullopt : std::optional(value);
}

void queue_change(TaskRecord& task, const ContainerRecord& container, const char* status) {
  if (container.kind != ContainerKind::normal) return;
  gen::ecs::ContainerStateChange change;
  change.container_name = container.name;
  change.status = status;
  change.runtime_id = unless_empty(container.docker_id);
  change.image_digest = unless_empty(container.image_digest);
  change.reason = unless_empty(container.reason);
  change.exit_code = container.exit_code;
  change.network_bindings = unless_empty(container.bindings);
  task.changes.push_back(std::move(change));
}

std::string end_reason(const Observation& seen) {
  if (seen.out_of_memory == OutOfMemory::yes) return out_of_memory;
  if (!seen.error.empty()) return "DockerStateError: " + seen.error;
  return {};
}

void observe_health(ContainerRecord& container, const Observation& seen, Instant now) {
  if (!container.health || !seen.health) return;
  auto& health = *container.health;
  if (health.status != *seen.health) health = {.status = *seen.health, .since = now};
  health.exit_code = seen.health_exit_code;
  health.output = seen.health_output;
}

/// Its RUNNING was told at its first start; nobody is told of this one.
void mark_restarted(ContainerRecord& container, Instant started_at) {
  container.restarts->pending.reset();
  container.started_at = started_at;
  container.finished_at.reset();
  if (container.health) container.health = Health{.since = started_at};
}

/// Whether what is seen belongs to a run after the one whose end is recorded.
bool is_next_run(const ContainerRecord& container, const Observation& seen) {
  return restart_pending(container) && seen.started_at && *seen.started_at > *container.started_at;
}

void observe_end(TaskRecord& task, std::size_t index, const Observation& seen, Instant now) {
  auto& container = task.containers[index];
  if (is_next_run(container, seen)) mark_restarted(container, *seen.started_at);
  if (restart_pending(container)) return;
  if (seen.started_at) {
    mark_running(task, index, *seen.started_at);
    container.started_at = seen.started_at;
  }
  End end{seen.exit_code, end_reason(seen), seen.finished_at.value_or(now)};
  if (!may_restart(task, container, end)) return mark_stopped(task, index, std::move(end));
  container.finished_at = end.at;
  container.restarts->pending = std::move(end);
  ++container.restarts->count;
}

void observe_absence(TaskRecord& task, std::size_t index, const Observation& seen, Instant now) {
  const auto& container = task.containers[index];
  if (restart_pending(container)) {
    return mark_stopped(task, index, End(*container.restarts->pending));
  }
  const auto known = container.known;
  if (known != ContainerStatus::created && known != ContainerStatus::running) return;
  // A container that ended and was removed before we could look left its exit code in an event.
  mark_stopped(task, index,
               {seen.exit_code, seen.exit_code ? end_reason(seen) : vanished,
                seen.finished_at.value_or(now)});
}

}  // namespace

void mark_pull_started(TaskRecord& task, Instant now) {
  if (!task.pull_started_at) task.pull_started_at = now;
}

void mark_pulled(TaskRecord& task, std::size_t index, ImageFacts image, Instant now) {
  auto& container = task.containers[index];
  if (container.known != ContainerStatus::none) return;
  container.known = ContainerStatus::pulled;
  container.image_id = std::move(image.id);
  container.image_digest = std::move(image.digest);
  container.image_environment = std::move(image.environment);
  container.reason = std::move(image.complaint);
  if (container.kind == ContainerKind::normal) task.pull_stopped_at = now;
}

void mark_created(TaskRecord& task, std::size_t index, std::string docker_id, Instant now) {
  auto& container = task.containers[index];
  container.docker_id = std::move(docker_id);
  if (container.known >= ContainerStatus::created) return;
  container.known = ContainerStatus::created;
  container.created_at = now;
}

void mark_running(TaskRecord& task, std::size_t index, Instant started_at) {
  auto& container = task.containers[index];
  if (container.known >= ContainerStatus::running) return;
  container.known = ContainerStatus::running;
  container.started_at = started_at;
  if (container.health) container.health = Health{.since = started_at};
  queue_change(task, container, "RUNNING");
}

void mark_stopped(TaskRecord& task, std::size_t index, End end) {
  auto& container = task.containers[index];
  if (container.known == ContainerStatus::stopped) return;
  container.known = ContainerStatus::stopped;
  container.exit_code = end.exit_code;
  if (container.restarts) container.restarts->pending.reset();
  if (!end.reason.empty()) container.reason = std::move(end.reason);
  // Nobody is told of the pause container, so its end is told of the task.
  if (container.kind == ContainerKind::pause && task.desired == DesiredStatus::running) {
    want_stopped(task, container.reason.empty() ? essential_exited : container.reason);
  }
  if (container.started_at) container.finished_at = end.at;
  const bool ran = container.started_at && container.kind == ContainerKind::normal;
  if (ran && container.essential == Essential::yes && !task.execution_stopped_at) {
    task.execution_stopped_at = end.at;
  }
  queue_change(task, container, "STOPPED");
}

void mark_failed(TaskRecord& task, std::size_t index, std::string reason, Instant now) {
  const auto& container = task.containers[index];
  auto end = restart_pending(container) ? *container.restarts->pending : End{std::nullopt, "", now};
  end.reason = std::move(reason);
  mark_stopped(task, index, std::move(end));
}

bool may_have_a_cause(std::int32_t exit_code) {
  const bool of_engine = exit_code >= engine_code_least && exit_code <= engine_code_most;
  return of_engine || exit_code == killed_code;
}

bool may_lack_memory(const TaskRecord& task, std::size_t index, const Observation& seen) {
  const auto& container = task.containers[index];
  return container.known != ContainerStatus::stopped && !restart_pending(container) &&
         seen.state != EngineState::running && seen.exit_code == killed_code &&
         seen.out_of_memory == OutOfMemory::no;
}

void observe(TaskRecord& task, std::size_t index, const Observation& seen, Instant now) {
  auto& container = task.containers[index];
  if (container.known == ContainerStatus::stopped) return;
  if (!seen.docker_id.empty()) container.docker_id = seen.docker_id;
  if (!seen.bindings.empty()) container.bindings = seen.bindings;
  // The engine takes addresses and ports back when a container ends.
  const bool ended = seen.state == EngineState::exited || seen.state == EngineState::absent;
  if (!ended || container.engine == EngineFacts{}) container.engine = seen.facts;
  switch (seen.state) {
    case EngineState::absent: return observe_absence(task, index, seen, now);
    case EngineState::created:
      return mark_created(task, index, container.docker_id, seen.created_at.value_or(now));
    case EngineState::running:
      mark_created(task, index, container.docker_id, seen.created_at.value_or(now));
      mark_running(task, index, seen.started_at.value_or(now));
      if (is_next_run(container, seen)) mark_restarted(container, *seen.started_at);
      return observe_health(container, seen, now);
    case EngineState::exited: return observe_end(task, index, seen, now);
  }
}

}  // namespace berth::agent::plan
