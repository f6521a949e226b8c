// The steps of a TaskRun: each calls one file of steps/ and writes the outcome into the record.

#include <utility>

#include "agent/host/host_ports.hpp"
#include "agent/plan/settle.hpp"
#include "agent/steps/create_container.hpp"
#include "agent/steps/environment_files.hpp"
#include "agent/steps/inspect_container.hpp"
#include "agent/steps/network_part.hpp"
#include "agent/steps/prepare_cgroup.hpp"
#include "agent/steps/prepare_network.hpp"
#include "agent/steps/prepare_volumes.hpp"
#include "agent/steps/remove_task.hpp"
#include "agent/steps/start_container.hpp"
#include "agent/steps/stop_container.hpp"
#include "agent/tasks/task_run.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;
using plan::EngineState;
using plan::Observation;
using plan::StepKind;
using steps::StepErrorKind;
using steps::StepResult;

namespace {

constexpr Duration rest_time = std::chrono::seconds{30};
/// How long an end by SIGKILL waits for the news that memory ran out. Docker's event mostly comes
/// before the end; an end is to be told within 50 ms.
constexpr Duration cause_wait = std::chrono::milliseconds{25};

}  // namespace

asio::awaitable<void> TaskRun::run_step(plan::Step step) {
  co_await perform(step);
  steps_.end(step);
  wake();
}

asio::awaitable<void> TaskRun::perform(plan::Step step) {
  switch (step.kind) {
    case StepKind::prepare_network: return prepare_network();
    case StepKind::prepare_cgroup: return prepare_cgroup();
    case StepKind::prepare_volumes: return prepare_volumes();
    case StepKind::remove_task: return remove();
    case StepKind::pull_image: return pull(step.container);
    case StepKind::create_container: return create(step.container);
    case StepKind::start_container: return start(step.container);
    case StepKind::inspect_container: return inspect(step.container);
    case StepKind::stop_container: return stop(step.container);
  }
  std::unreachable();
}

asio::awaitable<void> TaskRun::pull(std::size_t index) {
  const auto& container = record_.containers[index];
  if (container.kind == ContainerKind::normal) {
    plan::mark_pull_started(record_, shared_.clock.now());
  }
  auto image = co_await shared_.images.pull(container.image);
  if (image)
    plan::mark_pulled(record_, index, std::move(*image), shared_.clock.now());
  else
    fail(index, image.error());
}

/// Kept before the engine hears of them, so that no other container gets them meanwhile.
void TaskRun::choose_ports(std::size_t index) {
  auto& container = record_.containers[index];
  const auto* told = steps::payload_of(view(), container.name);
  if (container.host_ports || told == nullptr || !steps::publishes_ports(view())) return;
  if (!host::wants_ports(*told, container)) return;
  const auto range = shared_.host.dynamic_ports();
  const auto places = static_cast<std::uint64_t>(range.last - range.first + 1);
  const auto start = range.first + static_cast<std::int32_t>(shared_.entropy.below(places));
  container.host_ports =
      host::choose_ports(*told, container, range, start, [&](ports::HostPort port) {
        return !shared_.landlord.is_let(port) && shared_.host.is_free(port);
      });
  note_unsaved();
}

asio::awaitable<void> TaskRun::create(std::size_t index) {
  choose_ports(index);
  auto variables = steps::read_environment_files(shared_.host, view(), index);
  if (!variables) {
    fail(variables.error());
    co_return;
  }
  const StepResult<Observation> made =
      co_await steps::create_container(shared_.engine, view(), index, std::move(*variables));
  if (made)
    take(index, *made);
  else
    fail(index, made.error());
}

asio::awaitable<void> TaskRun::start(std::size_t index) {
  const StepResult<Observation> started =
      co_await steps::start_container(shared_.engine, view(), index);
  if (started) {
    if (waits_for_cause(index, *started)) co_return;
    take(index, *started);
    if (!started->started_at) facts_.doubtful.insert(index);
    co_return;
  }
  fail(index, started.error());
  // A start that took too long may still come through.
  if (started.error().code == ErrorCode::timed_out) facts_.doubtful.insert(index);
}

asio::awaitable<void> TaskRun::inspect(std::size_t index) {
  // Forgotten before the call: what happens during it raises the doubt again.
  facts_.doubtful.erase(index);
  const auto& container = record_.containers[index];
  auto name = container.docker_id.empty() ? container.docker_name : container.docker_id;
  const StepResult<Observation> seen = co_await steps::inspect_container(
      shared_.engine, std::move(name), shared_.options.times.engine_call);
  if (seen) {
    if (!waits_for_cause(index, *seen)) take(index, *seen);
    co_return;
  }
  facts_.doubtful.insert(index);
  auto error = seen.error();
  if (error.kind == StepErrorKind::final) error.kind = StepErrorKind::later;
  fail(index, error);
}

asio::awaitable<void> TaskRun::stop(std::size_t index) {
  const steps::StopTools tools{shared_.engine, shared_.clock, shared_.entropy};
  const StepResult<Observation> ended = co_await steps::stop_container(tools, view(), index);
  if (!ended) {
    fail(index, ended.error());
    co_return;
  }
  facts_.stray.erase(index);
  if (!waits_for_cause(index, *ended)) take(index, *ended);
}

asio::awaitable<void> TaskRun::prepare_network() {
  const StepResult<void> made = co_await steps::prepare_network(shared_.engine, view());
  if (made)
    record_.network = Readiness::ready;
  else
    fail(made.error());
}

asio::awaitable<void> TaskRun::prepare_cgroup() {
  StepResult<std::string> parent = co_await steps::prepare_cgroup(shared_.engine, view());
  if (!parent) {
    fail(parent.error());
    co_return;
  }
  if (parent->empty()) shared_.log.warn("task cgroup refused", {{"task", record_.arn}});
  record_.cgroup_parent = std::move(*parent);
  record_.cgroup = Readiness::ready;
}

asio::awaitable<void> TaskRun::prepare_volumes() {
  const StepResult<void> made = co_await steps::prepare_volumes(shared_.engine, view());
  if (made)
    record_.volumes = Readiness::ready;
  else
    fail(made.error());
}

asio::awaitable<void> TaskRun::remove() {
  const StepResult<void> gone = co_await steps::remove_task(shared_.engine, view());
  if (!gone) {
    shared_.log.warn("task not removed", {{"task", record_.arn}, {"cause", gone.error().text}});
    if (gone.error().kind == StepErrorKind::engine_absent) shared_.watch.doubt();
    facts_.remove_after = shared_.clock.now() + removals_.next();
    co_return;
  }
  const auto erased = shared_.store.erase(record_.arn);
  if (!erased) {
    shared_.log.error("task not erased",
                      {{"task", record_.arn}, {"cause", erased.error().message}});
  }
  presence_ = Presence::removed;
}

/// Answers true once for such an end, and looks again a moment later.
bool TaskRun::waits_for_cause(std::size_t index, const Observation& seen) {
  if (!plan::may_lack_memory(record_, index, seen)) return false;
  if (out_of_memory_.contains(index) || !waited_for_.insert(index).second) return false;
  facts_.doubtful.insert(index);
  facts_.rest[index] = shared_.clock.now() + cause_wait;
  return true;
}

void TaskRun::take(std::size_t index, const Observation& seen) {
  auto& container = record_.containers[index];
  const auto before = container.known;
  if (before == ContainerStatus::stopped) {
    if (seen.state == EngineState::running) facts_.stray.insert(index);
    return;
  }
  auto full = seen;
  const auto code = exit_codes_.find(index);
  if (seen.state == EngineState::absent && code != exit_codes_.end()) full.exit_code = code->second;
  const auto* told = steps::payload_of(view(), container.name);
  if (told) full.bindings = host::fold_ranges(std::move(full.bindings), *told);
  // The event may overtake the inspection that was under way.
  const bool told_by_event = out_of_memory_.contains(index);
  if (told_by_event && plan::may_lack_memory(record_, index, full)) {
    full.out_of_memory = plan::OutOfMemory::yes;
  }
  const auto health = container.health;
  const auto was_pending = restart_pending(container);
  plan::observe(record_, index, full, shared_.clock.now());
  if (was_pending && !restart_pending(container) && container.known == ContainerStatus::running) {
    note_restart(index);
  }
  if (container.health != health) shared_.health_changed.notify();
  shared_.container_seen.notify();
  const bool came_up = before < ContainerStatus::running && container.started_at.has_value();
  if (!came_up) return;
  if (container.kind != ContainerKind::pause) {
    shared_.log.info("container started", {{"task", record_.arn}, {"container", container.name}});
    return;
  }
  const auto& interfaces = payload_.elastic_network_interfaces;
  if (interfaces && interfaces->front().attachment_arn) {
    record_.attached.push_back(*interfaces->front().attachment_arn);
  }
}

void TaskRun::note_restart(std::size_t index) {
  // What is known of the run before.
  exit_codes_.erase(index);
  out_of_memory_.erase(index);
  waited_for_.erase(index);
  const auto& container = record_.containers[index];
  shared_.log.info("container restarted", {{"task", record_.arn},
                                           {"container", container.name},
                                           {"count", std::to_string(container.restarts->count)}});
}

void TaskRun::fail(std::size_t index, const steps::StepError& error) {
  const Instant now = shared_.clock.now();
  const auto& container = record_.containers[index];
  switch (error.kind) {
    case StepErrorKind::engine_absent:
      // What was asked may have been done, and only the answer is lost.
      if (container.known != ContainerStatus::none) facts_.doubtful.insert(index);
      return shared_.watch.doubt();
    case StepErrorKind::later: facts_.rest[index] = now + rest_time; return;
    case StepErrorKind::final: break;
  }
  shared_.log.warn(
      "container failed",
      {{"task", record_.arn}, {"container", container.name}, {"cause", error.reason()}});
  facts_.stray.erase(index);
  plan::mark_failed(record_, index, error.reason(), now);
}

void TaskRun::fail(const steps::StepError& error) {
  if (error.kind != StepErrorKind::final) return shared_.watch.doubt();
  shared_.log.warn("task failed", {{"task", record_.arn}, {"cause", error.reason()}});
  plan::want_stopped(record_, error.reason());
}

}  // namespace berth::agent::tasks
