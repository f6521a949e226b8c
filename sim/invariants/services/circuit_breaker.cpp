// The circuit breaker ends a deployment when as many of its tasks failed as its threshold says,
// not before, and soon after.

#include <algorithm>

#include <fmt/format.h>

#include "rules/deployments/deployment_record.hpp"
#include "sim/invariants/ages.hpp"
#include "sim/invariants/services/service_invariant.hpp"

namespace berth::sim::invariants {

namespace {

/// A service is looked at again at the latest when its starts are no longer paused.
constexpr Duration reaction_max = std::chrono::minutes{1};

class CircuitBreaker final : public ServiceInvariant {
 public:
  explicit CircuitBreaker(Watched watched) : ServiceInvariant(watched.world) {}

  void look() override {
    const auto* server = world_.server();
    if (!server) return;
    for (const auto& [arn, service] : server->state().services()) look_at_delay(service);
    ages_.end_look();
  }

 private:
  void restarted(const state::State& state) override {
    failures_.clear();
    for (const auto& [arn, service] : state.services()) {
      for (const auto& each : service.deployments) failures_[each.id] = each.failure_count;
    }
  }

  void look_at(const ServiceStep& step) override {
    if (step.service.status != model::ServiceStatus::active || is_external(step.service)) return;
    if (step.before) count(step, *step.before);
    for (const auto& each : step.service.deployments) look_at_deployment(step, each);
    const auto& primary = step.service.deployments.front();
    const bool again = step.before && !step.before->deployments.empty() &&
                       step.before->deployments.front().id != primary.id;
    // What failed before a rollback does not count.
    if (again) failures_[primary.id] = 0;
  }

  /// Healthy tasks set the count back before unhealthy ones are found: what a commit did in
  /// another order is counted too much rather than too little.
  void count(const ServiceStep& step, const model::Service& before) {
    if (before.deployments.empty()) return;
    const auto& primary = before.deployments.front().id;
    auto& failures = failures_[primary];
    const auto mine = [&](const TaskStep& each) { return each.now->started_by == primary.text(); };
    const bool healed = std::ranges::any_of(step.changed, [&](const TaskStep& each) {
      return mine(each) && !each.before.healthy_at && each.now->healthy_at;
    });
    if (healed && before.circuit_breaker.reset_on_healthy_task) failures = 0;
    for (const auto& each : step.changed) {
      if (mine(each) && failed(each)) ++failures;
    }
  }

  static bool failed(const TaskStep& step) {
    using Code = gen::ecs::TaskStopCode;
    const auto& task = *step.now;
    if (stopped_by_scheduler(step)) return !stopped_for_scaling(step);
    if (step.before.accounted || !task.accounted || task.healthy_at) return false;
    return task.stop_code == Code::task_failed_to_start ||
           task.stop_code == Code::essential_container_exited;
  }

  void look_at_deployment(const ServiceStep& step, const model::Deployment& each) {
    const auto known = failures_.find(each.id);
    const auto failures = known == failures_.end() ? 0 : known->second;
    if (each.failure_count > failures) {
      world_.report("circuit breaker",
                    fmt::format("{} counts {} failures of service {}, {} tasks failed",
                                each.id.text(), each.failure_count, step.service.name, failures));
    }
    if (!broke_now(step, each) || failures >= threshold_of(step.service)) return;
    world_.report(
        "circuit breaker",
        fmt::format("{} of service {} was given up after {} failures, not {}", each.id.text(),
                    step.service.name, failures, threshold_of(step.service)));
  }

  static bool broke_now(const ServiceStep& step, const model::Deployment& each) {
    if (each.rollout_state != model::RolloutState::failed || !step.before) return false;
    if (each.rollout_state_reason != rules::circuit_breaker_reason) return false;
    return std::ranges::any_of(step.before->deployments, [&](const model::Deployment& old) {
      return old.id == each.id && old.rollout_state == model::RolloutState::in_progress;
    });
  }

  /// ECS: ThresholdConfiguration.
  static std::int32_t threshold_of(const model::Service& service) {
    const auto& breaker = service.circuit_breaker;
    if (breaker.threshold_type == gen::ecs::ThresholdType::count) return breaker.threshold_value;
    const auto part = (service.desired_count * breaker.threshold_value + 99) / 100;
    if (breaker.threshold_type == gen::ecs::ThresholdType::unbounded_percent) {
      return std::max(1, part);
    }
    return std::clamp(part, 3, 200);
  }

  void look_at_delay(const model::Service& service) {
    if (service.status != model::ServiceStatus::active || is_external(service)) return;
    const auto& primary = service.deployments.front();
    const bool due = service.circuit_breaker.enable &&
                     primary.rollout_state == model::RolloutState::in_progress &&
                     primary.failure_count >= threshold_of(service);
    if (!due || ages_.see(primary.id.text(), world_.scheduler().now()) < reaction_max) return;
    world_.report("circuit breaker",
                  fmt::format("{} of service {} goes on after {} failures", primary.id.text(),
                              service.name, primary.failure_count));
  }

  /// Of the PRIMARY deployments, counted from the tasks themselves.
  std::map<model::DeploymentId, std::int32_t> failures_;
  Ages ages_;
};

}  // namespace

Pointer circuit_breaker(Watched watched) { return std::make_unique<CircuitBreaker>(watched); }

}  // namespace berth::sim::invariants
