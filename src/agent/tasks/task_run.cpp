#include "agent/tasks/task_run.hpp"

#include <algorithm>
#include <utility>

#include "agent/plan/settle.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;
using plan::EnginePresence;
using plan::Observation;

namespace {

constexpr Duration longest_sleep = std::chrono::hours{1};
constexpr Duration save_again = std::chrono::seconds{5};
constexpr BackoffLimits between_removals{.first = std::chrono::seconds{1},
                                         .longest = std::chrono::minutes{1}};
constexpr std::uint64_t look_spread = 30000;  // Milliseconds.

bool may_be_alive(const ContainerRecord& container) {
  return container.known != ContainerStatus::stopped;
}

}  // namespace

TaskRun::TaskRun(Shared& shared, StoredTask task, Origin origin)
    : shared_(shared),
      record_(std::move(task.record)),
      payload_(std::move(task.payload)),
      saved_(record_),
      changed_(shared.clock),
      cleanup_(shared.options.times.cleanup),
      removals_(between_removals, shared.entropy) {
  // A full disk may have kept all that happened to its containers from being recorded.
  if (origin == Origin::store) doubt(ContainerStatus::none);
}

asio::awaitable<void> TaskRun::run() {
  if (next_report() != nullptr) shared_.reporter.submit(record_.arn);
  while (presence_ == Presence::here) {
    advance();
    co_await changed_.wait_until(wake_at_);
  }
}

void TaskRun::admit() {
  record_.admission = Admission::admitted;
  wake();
}

void TaskRun::want_stopped(const std::string& reason) {
  if (record_.desired == DesiredStatus::stopped) return;
  plan::want_stopped(record_, reason);
  wake();
}

void TaskRun::keep_for(plan::CleanupTimes cleanup) {
  cleanup_ = cleanup;
  facts_.remove_after = {};
  removals_.reset();
  wake();
}

void TaskRun::doubt(std::size_t container, std::optional<std::int32_t> exit_code) {
  if (exit_code) exit_codes_[container] = *exit_code;
  facts_.doubtful.insert(container);
  wake();
}

void TaskRun::note_out_of_memory(std::size_t container) {
  out_of_memory_.insert(container);
  facts_.rest.erase(container);
  doubt(container, std::nullopt);
}

/// Docker answers no inspection before it has taken a dead container's network down, a tenth of a
/// second after the event, which says all there is, but for a cause that only an inspection has.
/// One with a restart policy may run again by now.
void TaskRun::note_end(std::size_t container, std::int32_t exit_code, Instant at) {
  const auto& record = record_.containers[container];
  const bool needs_a_look = plan::may_have_a_cause(exit_code) || record.restarts.has_value() ||
                            out_of_memory_.contains(container) ||
                            record.known != ContainerStatus::running;
  doubt(container, exit_code);
  if (needs_a_look) return;
  facts_.doubtful.erase(container);
  Observation seen;
  seen.state = plan::EngineState::exited;
  seen.exit_code = exit_code;
  seen.finished_at = at;
  take(container, seen);
}

const gen::ecs::SubmitTaskStateChangeRequest* TaskRun::next_report() const {
  return record_.outbox.empty() || hides_a_failure() ? nullptr : &record_.outbox.front();
}

/// A container that failed to start looks to the next life like one that nobody has tried, which
/// would start it although it was told to have failed. Only the record knows better, so it comes
/// first; but the end of a whole task is told from a full disk too, for others wait to replace it.
bool TaskRun::hides_a_failure() const {
  if (record_.desired == DesiredStatus::stopped) return false;
  for (std::size_t i = 0; i < record_.containers.size(); ++i) {
    const auto& container = record_.containers[i];
    const bool failed_to_start =
        container.known == ContainerStatus::stopped && !container.started_at;
    if (failed_to_start && saved_.containers[i].known != ContainerStatus::stopped) return true;
  }
  return false;
}

void TaskRun::report_done() {
  if (record_.outbox.empty()) return;
  record_.outbox.erase(record_.outbox.begin());
  if (record_.outbox.empty()) record_.reported_at = shared_.clock.now();
  wake();
}

/// Every container that has come so far at least and has not ended is looked at.
void TaskRun::doubt(ContainerStatus least) {
  for (std::size_t i = 0; i < record_.containers.size(); ++i) {
    const auto& container = record_.containers[i];
    if (container.known >= least && may_be_alive(container)) facts_.doubtful.insert(i);
  }
}

void TaskRun::advance() {
  const Instant now = shared_.clock.now();
  wake_at_ = now + longest_sleep;
  schedule_looks(now);
  plan::settle(record_, steps_, facts_.doubtful, now);
  flush_changes(now);
  note_unsaved();
  if (record_.known == TaskStatus::stopped && std::exchange(room_, Room::released) == Room::held) {
    shared_.landlord.release(record_);
  }
  if (next_report() != nullptr) shared_.reporter.submit(record_.arn);
  facts_.now = now;
  facts_.engine = shared_.watch.presence();
  const auto plan = plan::plan_task(record_, steps_, facts_, cleanup_);
  for (const auto& step : plan.begin) {
    steps_.begin(step);
    shared_.scope.spawn(run_step(step));
  }
  if (plan.wake) sleep_until_at_most(*plan.wake);
}

/// A record that could not be written is tried again: what it says can be learnt anew from Docker,
/// so the task goes on meanwhile.
void TaskRun::note_unsaved() {
  if (record_ == saved_) return;
  const bool ends_now =
      record_.desired != saved_.desired ||
      (record_.known == TaskStatus::stopped && saved_.known != TaskStatus::stopped);
  const auto stored = shared_.store.save(
      record_, ends_now ? ports::Survives::loss_of_power : ports::Survives::end_of_process);
  if (stored) {
    saved_ = record_;
    return;
  }
  shared_.log.error("task not stored", {{"task", record_.arn}, {"cause", stored.error().message}});
  sleep_until_at_most(shared_.clock.now() + save_again);
}

/// Now and then each container is inspected even if no event came.
void TaskRun::schedule_looks(Instant now) {
  const bool alive = std::ranges::any_of(record_.containers, may_be_alive);
  if (!alive) return;
  if (next_look_ != Instant{} && now >= next_look_) doubt(ContainerStatus::pulled);
  if (now >= next_look_) {
    const auto spread = Duration{static_cast<std::int64_t>(shared_.entropy.below(look_spread))};
    next_look_ = now + shared_.options.times.inspection + spread;
  }
  sleep_until_at_most(next_look_);
}

/// Container changes wait a little for a report of the task to take them along.
void TaskRun::flush_changes(Instant now) {
  if (record_.changes.empty()) {
    flush_at_.reset();
    return;
  }
  if (!flush_at_) flush_at_ = now + shared_.options.times.report_flush;
  if (now < *flush_at_) return sleep_until_at_most(*flush_at_);
  plan::report_changes(record_);
  flush_at_.reset();
}

void TaskRun::sleep_until_at_most(Instant when) { wake_at_ = std::min(wake_at_, when); }

}  // namespace berth::agent::tasks
