#include "sim/world/rogue_loop.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "launch/task_targets.hpp"
#include "rules/deployments/circuit_breaker.hpp"
#include "rules/deployments/deployment_record.hpp"
#include "rules/deployments/percent.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::sim {

namespace {

using model::Service;
using model::Task;
using Commands = std::vector<state::Command>;

bool is_wanted(const Task& task) {
  return model::is_alive(task) && task.desired_status == model::DesiredStatus::running;
}

bool serves(const Task& task) {
  return is_wanted(task) && task.last_status == model::TaskStatus::running && task.healthy_at;
}

class RogueLoop final : public control::Loop {
 public:
  RogueLoop(Mutant mutant, ledger::Ledger& ledger, ports::Entropy& entropy)
      : mutant_(mutant), ledger_(ledger), entropy_(entropy) {}

  void start() override {}
  void on_change(const state::Change&) override {}
  std::optional<Instant> due() const override { return std::nullopt; }

  void step(Instant now) override {
    for (const auto& [arn, service] : ledger_.state().services()) {
      const bool plays = service.status == model::ServiceStatus::active && !is_external(service);
      if (!plays || done_.contains(arn)) continue;
      auto commands = sabotage(service, now);
      if (commands.empty()) continue;
      done_.insert(arn);
      return ledger_.commit(std::move(commands));
    }
  }

 private:
  const state::State& state() const { return ledger_.state(); }

  Commands sabotage(const Service& service, Instant now) {
    switch (mutant_) {
      case Mutant::stop_below_minimum: return stop_below_minimum(service, now);
      case Mutant::scale_in_too_far: return scale_in_too_far(service, now);
      case Mutant::start_above_maximum: return start_above_maximum(service);
      case Mutant::break_early: return break_early(service, now);
      case Mutant::ignore_protection: return ignore_protection(service, now);
      case Mutant::two_primaries: return two_primaries(service);
      case Mutant::two_records: return two_records(service);
      case Mutant::rewrite_revisions: return rewrite_revision(service);
      case Mutant::second_daemon: return second_daemon(service);
      case Mutant::healthy_at_once: return healthy_at_once(service, now);
      case Mutant::place_anywhere: return place_anywhere(service);
      default: return {};
    }
  }

  std::vector<const Task*> tasks_of(const Service& service, bool (*which)(const Task&)) const {
    std::vector<const Task*> found;
    for (const auto& arn : state().tasks_of(service.arn)) {
      const auto& task = state().tasks().at(arn);
      if (which(task)) found.push_back(&task);
    }
    return found;
  }

  Commands stop(const Task& task, Instant now) const {
    return launch::stop_task(
        state(), task, gen::ecs::TaskStopCode::service_scheduler_initiated,
        fmt::format("Scaling activity initiated by (deployment {})", task.started_by), now);
  }

  Commands stop_below_minimum(const Service& service, Instant now) const {
    const auto serving = tasks_of(service, serves);
    const auto least =
        rules::healthy_count_min(service.desired_count, service.minimum_healthy_percent);
    if (is_daemon(service) || static_cast<std::int32_t>(serving.size()) != least) return {};
    const auto& primary = service.deployments.front().id.text();
    for (const auto* task : serving) {
      if (task->started_by != primary) return stop(*task, now);
    }
    return {};
  }

  Commands scale_in_too_far(const Service& service, Instant now) const {
    const auto wanted = tasks_of(service, is_wanted);
    const auto serving = tasks_of(service, serves);
    const bool even = static_cast<std::int32_t>(wanted.size()) == service.desired_count &&
                      service.deployments.size() == 1;
    return is_daemon(service) || !even || serving.empty() ? Commands{} : stop(*serving[0], now);
  }

  /// The row of another task like this one, which must hold no port and no address.
  std::optional<Task> twin_of(const Task& task) {
    const bool plain = task.last_status == model::TaskStatus::pending && is_wanted(task) &&
                       !task.network && task.reserved.ports.empty();
    if (!plain) return std::nullopt;
    Task twin = task;
    twin.arn = model::TaskArn(fresh(task.arn.text()));
    for (auto& container : twin.containers) container.arn = fresh(container.arn);
    return twin;
  }

  /// The ARN with another id at its end.
  std::string fresh(const std::string& arn) {
    return arn.substr(0, arn.rfind('/') + 1) + entropy_.hex(32);
  }

  Commands start_above_maximum(const Service& service) {
    const auto wanted = tasks_of(service, is_wanted);
    auto most = rules::running_count_max(service.desired_count, service.maximum_percent);
    if (is_daemon(service)) return {};
    Commands commands;
    for (const auto* task : wanted) {
      if (!twin_of(*task)) continue;
      for (most -= static_cast<std::int32_t>(wanted.size()); most >= 0; --most) {
        commands.push_back(state::CreateTask{*twin_of(*task)});
      }
      break;
    }
    return commands;
  }

  Commands second_daemon(const Service& service) {
    if (!is_daemon(service)) return {};
    for (const auto* task : tasks_of(service, is_wanted)) {
      if (auto twin = twin_of(*task)) return {state::CreateTask{std::move(*twin)}};
    }
    return {};
  }

  Commands place_anywhere(const Service& service) {
    for (const auto* task : tasks_of(service, is_wanted)) {
      auto twin = twin_of(*task);
      if (!twin) continue;
      for (const auto& [arn, instance] : state().container_instances()) {
        const bool bad =
            instance.status != model::ContainerInstanceStatus::active || !instance.agent_connected;
        if (!bad) continue;
        twin->container_instance_arn = arn;
        twin->availability_zone = instance.availability_zone;
        return {state::CreateTask{std::move(*twin)}};
      }
    }
    return {};
  }

  Commands break_early(const Service& service, Instant now) const {
    const auto& primary = service.deployments.front();
    const bool under_way = service.circuit_breaker.enable && primary.failure_count > 0 &&
                           primary.rollout_state == model::RolloutState::in_progress;
    const auto& record = state().service_deployments().at(primary.service_deployment_arn);
    if (!under_way || is_over(record.status)) return {};
    auto ended = record;
    rules::end_failed(ended, rules::circuit_breaker_reason, now);
    auto changed = service;
    rules::fail_primary(changed, rules::circuit_breaker_reason, now);
    return {state::UpdateServiceDeployment{std::move(ended)},
            state::UpdateService{std::move(changed)}};
  }

  Commands ignore_protection(const Service& service, Instant now) const {
    for (const auto* task : tasks_of(service, is_wanted)) {
      if (is_protected(*task, now)) return stop(*task, now);
    }
    return {};
  }

  Commands two_primaries(const Service& service) const {
    if (service.deployments.size() < 2) return {};
    auto changed = service;
    changed.deployments[1].status = model::DeploymentStatus::primary;
    return {state::UpdateService{std::move(changed)}};
  }

  Commands two_records(const Service& service) {
    const auto& arn = service.deployments.front().service_deployment_arn;
    const auto& record = state().service_deployments().at(arn);
    if (is_over(record.status)) return {};
    auto again = record;
    again.arn = model::ServiceDeploymentArn(fresh(arn.text()));
    return {state::CreateServiceDeployment{std::move(again)}};
  }

  /// Once the deployment is over: a revision that has just learnt its digests was hardly seen.
  Commands rewrite_revision(const Service& service) const {
    const auto& primary = service.deployments.front();
    auto revision = state().revision_of(primary);
    const bool is_over = primary.rollout_state != model::RolloutState::in_progress;
    if (!is_over || revision.image_digests.empty()) return {};
    revision.image_digests.begin()->second = "sha256:another";
    return {state::UpdateServiceRevision{std::move(revision)}};
  }

  Commands healthy_at_once(const Service& service, Instant now) const {
    for (const auto* task : tasks_of(service, is_wanted)) {
      if (task->last_status != model::TaskStatus::running || task->healthy_at) continue;
      return {state::UpdateTask{rules::became_healthy(*task, now)}};
    }
    return {};
  }

  Mutant mutant_;
  ledger::Ledger& ledger_;
  ports::Entropy& entropy_;
  /// Each service is wronged once in a life of the server.
  std::set<model::ServiceArn> done_;
};

}  // namespace

std::unique_ptr<control::Loop> make_rogue_loop(Mutant mutant, ledger::Ledger& ledger,
                                               ports::Entropy& entropy) {
  constexpr Mutant decisions[] = {
      Mutant::stop_below_minimum, Mutant::scale_in_too_far,  Mutant::start_above_maximum,
      Mutant::break_early,        Mutant::ignore_protection, Mutant::two_primaries,
      Mutant::two_records,        Mutant::rewrite_revisions, Mutant::second_daemon,
      Mutant::healthy_at_once,    Mutant::place_anywhere};
  if (std::ranges::find(decisions, mutant) == std::end(decisions)) return nullptr;
  return std::make_unique<RogueLoop>(mutant, ledger, entropy);
}

}  // namespace berth::sim
