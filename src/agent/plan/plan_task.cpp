#include "agent/plan/plan_task.hpp"

#include <algorithm>

#include "agent/plan/dependency.hpp"

namespace berth::agent::plan {

namespace {

/// One planning round: collects steps for containers that have none.
class Planner {
 public:
  Planner(const TaskRecord& task, const StepsUnderWay& steps, const Facts& facts)
      : task_(task), steps_(steps), facts_(facts) {}

  Plan plan(const CleanupTimes& cleanup) {
    if (facts_.engine == EnginePresence::absent) return std::move(plan_);
    // The task ends with its removal, so no step may outlive that; and each removed container is
    // told as an event, which raises a doubt.
    if (steps_.has({StepKind::remove_task})) return std::move(plan_);
    look();
    stop_strays();
    if (task_.known == TaskStatus::stopped) {
      remove(cleanup);
    } else if (task_.desired == DesiredStatus::stopped) {
      stop();
    } else if (task_.admission == Admission::admitted) {
      prepare();
      start();
    }
    return std::move(plan_);
  }

 private:
  void begin(StepKind kind, std::size_t container = 0) {
    const Step step{kind, container};
    const bool taken = of_container(kind) ? busy(container) || rests(container) : steps_.has(step);
    if (!taken) plan_.begin.push_back(step);
  }
  bool busy(std::size_t container) const {
    return steps_.busy(container) || std::ranges::any_of(plan_.begin, [&](const Step& step) {
             return of_container(step.kind) && step.container == container;
           });
  }
  bool rests(std::size_t container) {
    const auto found = facts_.rest.find(container);
    if (found == facts_.rest.end() || found->second <= facts_.now) return false;
    wake_at(found->second);
    return true;
  }
  void wake_at(Instant when) { plan_.wake = std::min(when, plan_.wake.value_or(when)); }

  void look() {
    for (const auto container : facts_.doubtful) begin(StepKind::inspect_container, container);
  }

  void stop_strays() {
    for (const auto container : facts_.stray) begin(StepKind::stop_container, container);
  }

  void prepare() {
    if (task_.network == Readiness::needed) begin(StepKind::prepare_network);
    if (task_.cgroup == Readiness::needed) begin(StepKind::prepare_cgroup);
    if (task_.volumes == Readiness::needed) begin(StepKind::prepare_volumes);
  }

  bool prepared() const {
    return task_.network != Readiness::needed && task_.cgroup != Readiness::needed &&
           task_.volumes != Readiness::needed;
  }

  /// Images are pulled before dependencies are satisfied: it costs nothing else and saves the pull
  /// time of each link of the chain.
  void start() {
    for (std::size_t i = 0; i < task_.containers.size(); ++i) {
      const auto& container = task_.containers[i];
      if (container.known == ContainerStatus::none) begin(StepKind::pull_image, i);
      if (container.known == ContainerStatus::pulled && may_be_created(container)) {
        begin(StepKind::create_container, i);
      }
      const bool startable =
          container.known == ContainerStatus::created || restart_pending(container);
      if (startable && pause_reached(container, ContainerStatus::running)) {
        begin(StepKind::start_container, i);
      }
    }
  }

  bool may_be_created(const ContainerRecord& container) {
    if (!prepared() || !pause_reached(container, ContainerStatus::created)) return false;
    const auto verdict = judge(task_, container, facts_.now);
    if (verdict.expires) wake_at(*verdict.expires);
    return verdict.state == DependencyState::satisfied;
  }

  /// The others live in the pause container's network, so it must exist before they are created and
  /// run before they start.
  bool pause_reached(const ContainerRecord& container, ContainerStatus status) const {
    if (container.kind == ContainerKind::pause) return true;
    const auto* pause = find_pause(task_);
    return pause == nullptr || pause->known == status ||
           (pause->known > status && pause->known != ContainerStatus::stopped);
  }

  void stop() {
    for (std::size_t i = 0; i < task_.containers.size(); ++i) {
      const auto& container = task_.containers[i];
      if (container.known == ContainerStatus::running && free_to_stop(task_, container)) {
        begin(StepKind::stop_container, i);
      }
    }
  }

  void remove(const CleanupTimes& cleanup) {
    // A step that outlived the task's end must finish first, or it could bring something back.
    if (!steps_.empty() || !plan_.begin.empty()) return;
    Instant due = task_.stopped_at.value_or(facts_.now) + cleanup.unreported_wait;
    const bool reported = task_.outbox.empty();
    const auto wait =
        ended_badly(task_) ? std::max(cleanup.wait, cleanup.failed_wait) : cleanup.wait;
    if (reported) due = std::min(due, task_.reported_at.value_or(facts_.now) + wait);
    due = std::max(due, facts_.remove_after);
    if (due > facts_.now)
      wake_at(due);
    else
      begin(StepKind::remove_task);
  }

  const TaskRecord& task_;
  const StepsUnderWay& steps_;
  const Facts& facts_;
  Plan plan_;
};

}  // namespace

bool ended_badly(const TaskRecord& task) {
  return std::ranges::any_of(task.containers, [](const ContainerRecord& container) {
    const auto code = container.exit_code.value_or(0);
    return !container.reason.empty() || (code != 0 && code != 137 && code != 143);
  });
}

Plan plan_task(const TaskRecord& task, const StepsUnderWay& steps, const Facts& facts,
               const CleanupTimes& cleanup) {
  return Planner(task, steps, facts).plan(cleanup);
}

}  // namespace berth::agent::plan
