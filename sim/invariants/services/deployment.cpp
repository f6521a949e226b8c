// A deployment starts tasks up to maximumPercent of what is wanted and stops healthy ones down to
// minimumHealthyPercent, no task is healthy before its time, scale-in leaves what is wanted, and a
// service has one PRIMARY deployment. Only what the scheduler itself decides is counted: faults
// and people may take tasks as they like.

#include <algorithm>

#include <fmt/format.h>

#include "rules/deployments/percent.hpp"
#include "sim/invariants/services/service_invariant.hpp"

namespace berth::sim::invariants {

namespace {

/// Without any check a task is healthy 40 s after its start, by the server's clock: that drifts,
/// and loses what it drifted when the server starts again.
constexpr Duration unchecked_healthy_after = std::chrono::seconds{38};

class Deployment final : public ServiceInvariant {
 public:
  explicit Deployment(Watched watched) : ServiceInvariant(watched.world) {}

 private:
  void look_at(const ServiceStep& step) override {
    note_running(step);
    if (step.service.status != model::ServiceStatus::active) return;
    look_at_times(step);
    if (is_external(step.service)) return;
    look_at_primary(step.service);
    if (is_daemon(step.service)) return;
    look_at_ceiling(step);
    look_at_floor(step);
  }

  void report(const ServiceStep& step, const std::string& what) {
    world_.report("deployment", fmt::format("service {} at {}/{}: {}", step.service.name,
                                            step.service.minimum_healthy_percent,
                                            step.service.maximum_percent, what));
  }

  void look_at_primary(const model::Service& service) {
    const auto primaries = std::ranges::count(service.deployments, model::DeploymentStatus::primary,
                                              &model::Deployment::status);
    const bool first = !service.deployments.empty() &&
                       service.deployments.front().status == model::DeploymentStatus::primary;
    if (primaries == 1 && first) return;
    world_.report("deployment",
                  fmt::format("service {} has {} PRIMARY deployments, {}", service.name, primaries,
                              first ? "one of them first" : "none of them first"));
  }

  void look_at_ceiling(const ServiceStep& step) {
    if (step.created.empty()) return;
    const auto stopped = std::ranges::count_if(step.changed, stopped_by_scheduler);
    const auto there = wanted(step) + static_cast<std::int32_t>(stopped);
    const auto most =
        rules::running_count_max(step.service.desired_count, step.service.maximum_percent);
    if (there <= most) return;
    report(step, fmt::format("{} tasks after {} were started, at most {} may be there", there,
                             step.created.size(), most));
  }

  static std::int32_t wanted(const ServiceStep& step) {
    const auto& tasks = step.state.tasks_of(step.service.arn);
    return static_cast<std::int32_t>(std::ranges::count_if(
        tasks, [&](const model::TaskArn& arn) { return is_wanted(step.state.tasks().at(arn)); }));
  }

  /// Those that are wanted of the PRIMARY deployment.
  static std::int32_t wanted_of_primary(const ServiceStep& step) {
    const auto& id = step.service.deployments.front().id.text();
    const auto& tasks = step.state.tasks_of(step.service.arn);
    return static_cast<std::int32_t>(std::ranges::count_if(tasks, [&](const model::TaskArn& arn) {
      const auto& task = step.state.tasks().at(arn);
      return is_wanted(task) && task.started_by == id;
    }));
  }

  /// The PRIMARY deployment as it was when the tasks were chosen.
  static const model::Deployment& primary_then(const ServiceStep& step) {
    const auto* service = step.before ? step.before : &step.service;
    return service->deployments.empty() ? step.service.deployments.front()
                                        : service->deployments.front();
  }

  static std::int32_t floor_of(const ServiceStep& step, const model::Deployment& primary) {
    const auto desired = step.service.desired_count;
    if (primary.rollout_state == model::RolloutState::failed) return desired;
    return rules::healthy_count_min(desired, step.service.minimum_healthy_percent);
  }

  void look_at_floor(const ServiceStep& step) {
    const auto& primary = primary_then(step);
    bool replaced = false;
    bool scaled_in = false;
    for (const auto& each : step.changed) {
      if (!stopped_for_scaling(each) || !each.before.healthy) continue;
      (each.now->started_by == primary.id.text() && !is_draining(step, *each.now) ? scaled_in
                                                                                  : replaced) =
          true;
    }
    if (replaced) look_at_healthy(step, floor_of(step, primary));
    if (scaled_in && step.service.deployments.front().id == primary.id &&
        wanted_of_primary(step) < step.service.desired_count) {
      report(step, fmt::format("scale-in left {} of {} tasks", wanted_of_primary(step),
                               step.service.desired_count));
    }
  }

  void look_at_healthy(const ServiceStep& step, std::int32_t least) {
    const auto& tasks = step.state.tasks_of(step.service.arn);
    const auto healthy = std::ranges::count_if(tasks, [&](const model::TaskArn& arn) {
      return is_healthy(step.state, step.state.tasks().at(arn));
    });
    if (healthy >= least) return;
    report(step, fmt::format("only {} healthy tasks are left of {}, {} must be", healthy,
                             step.service.desired_count, least));
  }

  static bool is_draining(const ServiceStep& step, const model::Task& task) {
    const auto* instance = step.state.container_instances().find(task.container_instance_arn);
    return instance && instance->status == model::ContainerInstanceStatus::draining;
  }

  void note_running(const ServiceStep& step) {
    for (const auto& each : step.changed) {
      if (each.now->last_status == model::TaskStatus::running) {
        running_since_.try_emplace(each.now->arn, world_.scheduler().now());
      }
    }
  }

  void look_at_times(const ServiceStep& step) {
    for (const auto& each : step.changed) {
      if (each.before.healthy_at || !each.now->healthy_at || is_checked(step.state, *each.now)) {
        continue;
      }
      const auto since = running_since_.find(each.now->arn);
      if (since == running_since_.end()) continue;
      const auto age = world_.scheduler().now() - since->second;
      if (age >= unchecked_healthy_after) continue;
      report(step, fmt::format("task {} counts as healthy {} ms after its start",
                               short_id(each.now->arn).substr(0, 8), age.count()));
    }
  }

  static bool is_checked(const state::State& state, const model::Task& task) {
    const auto checked = [](const model::TaskContainer& container) {
      return container.essential && container.health_checked;
    };
    if (std::ranges::any_of(task.containers, checked)) return true;
    for (const auto& arn : state.services().at(*task.service_arn).deployments) {
      if (arn.id.text() == task.started_by) return !state.revision_of(arn).load_balancers.empty();
    }
    return true;
  }

  /// When the world first saw the task RUNNING, by the one clock that does not err.
  std::map<model::TaskArn, Instant> running_since_;
};

}  // namespace

Pointer deployment(Watched watched) { return std::make_unique<Deployment>(watched); }

}  // namespace berth::sim::invariants
