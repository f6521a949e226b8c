#include "rules/services/service_reconcile.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "rules/services/image_versions.hpp"

namespace berth::rules {

namespace {

using namespace std::chrono_literals;
using model::Deployment;
using model::DeploymentStatus;
using model::DesiredStatus;
using model::HealthStatus;
using model::RolloutState;
using model::Service;
using model::ServiceStatus;
using model::Task;
using model::TaskStatus;

/// Without any check a task counts as healthy this long after RUNNING
/// (ECS: minimumHealthyPercent).
constexpr Duration unchecked_healthy_after = 40s;
constexpr Duration steady_state_repeat = 6h;
constexpr std::int32_t failures_told_at = 3;
constexpr Duration young_age = 10s;
constexpr Duration young_death_pause = 1s;

bool wanted(const TaskFacts& facts) {
  return is_alive(*facts.task) && facts.task->desired_status == DesiredStatus::running;
}

bool has_health_check(const Task& task) {
  return std::ranges::any_of(task.containers, [](const model::TaskContainer& container) {
    return container.essential && container.health_checked;
  });
}

std::string task_list(const std::vector<const Task*>& tasks) {
  std::string text;
  for (const auto* task : tasks) text += fmt::format(" (task {})", short_id(task->arn));
  return text;
}

/// Ended by itself soon after its start. Such tasks do not throttle a service (behaviour §1.9.6),
/// but ECS looks every ten seconds only; without a pause a container that crashes at once would be
/// replaced as fast as this machine can.
bool died_young(const Task& task) {
  return task.started_at && task.stopped_at &&
         task.stop_code == gen::ecs::TaskStopCode::essential_container_exited &&
         *task.stopped_at < *task.started_at + young_age;
}

/// One round of decisions about one service. Fields before the steps that fill them.
class Round {
 public:
  Round(const ServiceFacts& facts, Instant now)
      : facts_(facts), now_(now), service_(*facts.service) {
    plan_.service = service_;
  }

  ServicePlan run() {
    account_for_ended();
    note_image_versions();
    register_running();
    decide_starts();
    decide_stops();
    tell_stops();
    finish_deployments();
    finish_service();
    plan_.service_changed = changed_;
    return std::move(plan_);
  }

 private:
  Deployment& primary() { return plan_.service.deployments.front(); }

  bool of_primary(const Task& task) const {
    return task.started_by == service_.deployments.front().id.text();
  }

  bool stopping_now(const Task& task) const {
    return std::ranges::any_of(plan_.stop,
                               [&](const StopDecision& stop) { return stop.task == &task; });
  }

  bool in_grace(const Task& task) const {
    if (!task.started_at) return true;
    return now_ < *task.started_at + std::chrono::seconds{service_.health_check_grace_period};
  }

  void look_again_at(Instant when) {
    if (!plan_.look_again || when < *plan_.look_again) plan_.look_again = when;
  }

  /// Its healthy replacement will be of the deployment's version, without a grace period.
  bool other_version(const Task& task) {
    return of_primary(task) && is_other_version(primary(), task);
  }

  bool unhealthy(const TaskFacts& facts) {
    const auto& task = *facts.task;
    if (other_version(task)) return task.last_status == TaskStatus::running;
    const bool sick =
        facts.targets == TargetStanding::unhealthy || task.health_status == HealthStatus::unhealthy;
    if (!sick || task.last_status != TaskStatus::running) return false;
    if (!in_grace(task)) return true;
    look_again_at(*task.started_at + std::chrono::seconds{service_.health_check_grace_period});
    return false;
  }

  bool healthy(const TaskFacts& facts) {
    const auto& task = *facts.task;
    if (task.last_status != TaskStatus::running || !wanted(facts)) return false;
    if (other_version(task)) return false;
    const bool checked = has_health_check(task);
    if (checked && task.health_status != HealthStatus::healthy) return false;
    if (facts.targets != TargetStanding::not_needed) {
      return facts.targets == TargetStanding::healthy;
    }
    if (checked) return true;
    const auto since = *task.started_at + unchecked_healthy_after;
    if (now_ < since) look_again_at(since);
    return now_ >= since;
  }

  void event(std::string text) { plan_.events.push_back(std::move(text)); }

  void account_for_ended() {
    for (const auto& facts : facts_.tasks) {
      const auto& task = *facts.task;
      if (is_alive(task)) {
        if (task.started_at && of_primary(task)) reset_failures();
        continue;
      }
      plan_.account.push_back(&task);
      if (!of_primary(task)) continue;
      if (died_young(task)) pause_starts();
      if (task.started_at) continue;
      if (task.stop_code == gen::ecs::TaskStopCode::task_failed_to_start) count_failure();
    }
  }

  void pause_starts() {
    auto& until = primary().throttled_until;
    until = std::max(until.value_or(now_), now_ + young_death_pause);
    changed_ = true;
  }

  void reset_failures() {
    if (primary().failed_tasks == 0) return;
    primary().failed_tasks = 0;
    primary().throttled_until.reset();
    primary().updated_at = now_;
    changed_ = true;
  }

  void count_failure() {
    auto& deployment = primary();
    ++deployment.failed_tasks;
    deployment.throttled_until = now_ + start_delay(deployment.failed_tasks);
    deployment.updated_at = now_;
    changed_ = true;
    if (deployment.failed_tasks == failures_told_at) {
      event(fmt::format("(service {}) is unable to consistently start tasks successfully.",
                        service_.name));
    }
  }

  void note_image_versions() {
    for (const auto& facts : facts_.tasks) {
      if (of_primary(*facts.task)) changed_ |= learn_digests(primary(), *facts.task);
    }
  }

  void register_running() {
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts) || facts.task->last_status != TaskStatus::running) continue;
      if (facts.targets == TargetStanding::unregistered) {
        plan_.register_targets.push_back(facts.task);
      }
    }
  }

  void decide_starts() {
    if (service_.status != ServiceStatus::active) return;
    std::int32_t counted = 0, of_new = 0, sick = 0;
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts)) continue;
      ++counted;
      if (!of_primary(*facts.task)) continue;
      unhealthy(facts) ? ++sick : ++of_new;
    }
    const auto missing = service_.desired_count - of_new;
    const auto room = running_count_max(service_.desired_count, service_.maximum_percent) - counted;
    const auto start = std::max(0, std::min(missing, room));
    if (start == 0) return;
    const auto& until = primary().throttled_until;
    if (until && now_ < *until) return look_again_at(*until);
    plan_.start = start;
    plan_.replacements = std::min(start, sick);
  }

  void decide_stops() {
    std::int32_t healthy_total = 0;
    for (const auto& facts : facts_.tasks) healthy_total += healthy(facts) ? 1 : 0;
    const auto least = healthy_count_min(service_.desired_count, service_.minimum_healthy_percent);
    spare_ = std::max(0, healthy_total - least);
    stop_unhealthy();
    stop_old();
    stop_surplus();
  }

  std::string scaling_reason(const Task& task) const {
    return fmt::format("Scaling activity initiated by (deployment {})", task.started_by);
  }

  void stop(const TaskFacts& facts, std::string reason) {
    plan_.stop.push_back({facts.task, std::move(reason)});
    if (healthy(facts)) --spare_;
  }

  /// An unhealthy task goes once its replacement is healthy, or at once where maximumPercent
  /// leaves no room for a replacement beside it.
  void stop_unhealthy() {
    std::int32_t well = 0, fresh = plan_.start, counted = plan_.start;
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts)) continue;
      ++counted;
      if (!of_primary(*facts.task)) continue;
      well += healthy(facts) ? 1 : 0;
      fresh += unhealthy(facts) ? 0 : 1;
    }
    const auto most = running_count_max(service_.desired_count, service_.maximum_percent);
    const bool replacement_comes = fresh >= service_.desired_count || counted < most;
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts) || !of_primary(*facts.task) || !unhealthy(facts)) continue;
      if (well < service_.desired_count && replacement_comes) continue;
      tell_unhealthy(facts);
      stop(facts, unhealthy_reason(facts));
    }
  }

  std::string unhealthy_reason(const TaskFacts& facts) {
    if (other_version(*facts.task)) {
      return "Task runs another version of an image than its deployment";
    }
    if (facts.targets != TargetStanding::unhealthy) return "Task failed container health checks";
    return fmt::format("Task failed ELB health checks in (target-group {})",
                       facts.unhealthy_target_group);
  }

  void tell_unhealthy(const TaskFacts& facts) {
    const auto id = short_id(facts.task->arn);
    if (other_version(*facts.task)) {
      event(fmt::format(
          "(service {}) (task {}) runs another version of an image than its deployment.",
          service_.name, id));
    } else if (facts.targets == TargetStanding::unhealthy) {
      event(
          fmt::format("(service {}) (task {}) is unhealthy in (target-group {}) due to "
                      "(reason Health checks failed).",
                      service_.name, id, facts.unhealthy_target_group));
    } else {
      event(
          fmt::format("(service {}) (task {}) failed container health checks.", service_.name, id));
    }
  }

  /// Tasks of older deployments: those that do no work at once, healthy ones as far as spare.
  void stop_old() {
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts) || of_primary(*facts.task) || stopping_now(*facts.task)) continue;
      const bool free = !healthy(facts);
      if (free && facts.task->last_status == TaskStatus::running && !replaceable(facts)) continue;
      if (free || spare_ > 0) stop(facts, scaling_reason(*facts.task));
    }
  }

  /// A running old task that is not healthy yet may be about to serve; it goes when it is sick or
  /// when the floor holds without it.
  bool replaceable(const TaskFacts& facts) {
    return unhealthy(facts) || spare_ > 0 ||
           healthy_count_min(service_.desired_count, service_.minimum_healthy_percent) == 0 ||
           service_.status != ServiceStatus::active;
  }

  /// A sick task is no surplus beside its replacement: stop_unhealthy() says when it goes.
  void stop_surplus() {
    const bool active = service_.status == ServiceStatus::active;
    std::vector<const TaskFacts*> mine;
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts) || !of_primary(*facts.task) || stopping_now(*facts.task)) continue;
      if (!active || !unhealthy(facts)) mine.push_back(&facts);
    }
    const auto keep = active ? service_.desired_count : 0;
    std::map<std::string, std::int32_t> by_zone;
    std::map<model::ContainerInstanceArn, std::int32_t> by_instance;
    for (const auto* facts : mine) {
      ++by_zone[facts->task->availability_zone];
      ++by_instance[facts->task->container_instance_arn];
    }
    while (static_cast<std::int32_t>(mine.size()) > keep) {
      const auto victim = std::ranges::max_element(mine, {}, [&](const TaskFacts* facts) {
        const auto& task = *facts->task;
        return std::tuple(task.last_status < TaskStatus::running, unhealthy(*facts),
                          by_zone[task.availability_zone], by_instance[task.container_instance_arn],
                          task.created_at, task.arn);
      });
      --by_zone[(*victim)->task->availability_zone];
      --by_instance[(*victim)->task->container_instance_arn];
      stop(**victim, scaling_reason(*(*victim)->task));
      mine.erase(victim);
    }
  }

  void tell_stops() {
    std::vector<const Task*> running;
    std::int32_t pending = 0;
    for (const auto& decision : plan_.stop) {
      if (decision.task->last_status == TaskStatus::running) {
        running.push_back(decision.task);
      } else {
        ++pending;
      }
    }
    if (pending > 0) {
      event(fmt::format("(service {}) stopped {} pending tasks.", service_.name, pending));
    }
    if (!running.empty()) {
      event(fmt::format("(service {}) has stopped {} running tasks:{}.", service_.name,
                        running.size(), task_list(running)));
    }
  }

  /// Older deployments leave the list when none of their tasks is alive; the primary completes
  /// when it runs, healthy, alone.
  void finish_deployments() {
    auto& deployments = plan_.service.deployments;
    for (auto& deployment : deployments) {
      if (deployment.status == DeploymentStatus::primary) continue;
      set_desired(deployment, wanted_of(deployment));
    }
    set_desired(primary(), service_.desired_count);
    const auto gone = std::erase_if(deployments, [&](const Deployment& deployment) {
      return deployment.status == DeploymentStatus::active && alive_of(deployment) == 0;
    });
    changed_ |= gone > 0;
    const bool alone = deployments.size() == 1 && healthy_and_alone();
    if (!alone || service_.status != ServiceStatus::active) return;
    if (primary().rollout_state == RolloutState::in_progress) complete();
    tell_steady_state();
  }

  void set_desired(Deployment& deployment, std::int32_t count) {
    if (deployment.desired_count == count) return;
    deployment.desired_count = count;
    deployment.updated_at = now_;
    changed_ = true;
  }

  std::int32_t wanted_of(const Deployment& deployment) const {
    return static_cast<std::int32_t>(
        std::ranges::count_if(facts_.tasks, [&](const TaskFacts& facts) {
          return wanted(facts) && facts.task->started_by == deployment.id.text() &&
                 !stopping_now(*facts.task);
        }));
  }

  std::int64_t alive_of(const Deployment& deployment) const {
    return std::ranges::count_if(facts_.tasks, [&](const TaskFacts& facts) {
      return is_alive(*facts.task) && facts.task->started_by == deployment.id.text();
    });
  }

  bool healthy_and_alone() {
    std::int32_t well = 0;
    for (const auto& facts : facts_.tasks) {
      if (!wanted(facts)) continue;
      if (!healthy(facts) || stopping_now(*facts.task)) return false;
      ++well;
    }
    return well == service_.desired_count && plan_.start == 0;
  }

  void complete() {
    auto& deployment = primary();
    deployment.rollout_state = RolloutState::completed;
    deployment.rollout_state_reason =
        fmt::format("ECS deployment {} completed.", deployment.id.text());
    deployment.updated_at = now_;
    changed_ = true;
    event(fmt::format("(service {}) (deployment {}) deployment completed.", service_.name,
                      deployment.id.text()));
  }

  void tell_steady_state() {
    auto text = fmt::format("(service {}) has reached a steady state.", service_.name);
    const auto* newest = facts_.newest_event;
    if (plan_.events.empty() && newest && newest->message == text) {
      const auto again = newest->created_at + steady_state_repeat;
      if (now_ < again) return look_again_at(again);
    }
    event(std::move(text));
  }

  /// A deleted service is INACTIVE once its last task is at least STOPPING.
  void finish_service() {
    if (service_.status != ServiceStatus::draining) return;
    const bool busy = std::ranges::any_of(facts_.tasks, [](const TaskFacts& facts) {
      return is_alive(*facts.task) && facts.task->last_status < TaskStatus::stopping;
    });
    if (busy || !plan_.stop.empty()) return;
    plan_.service.status = ServiceStatus::inactive;
    plan_.service.closed_at = now_;
    plan_.service.deployments.clear();
    changed_ = true;
  }

  const ServiceFacts& facts_;
  Instant now_;
  const Service& service_;
  ServicePlan plan_;
  /// How many healthy tasks may go without falling under minimumHealthyPercent.
  std::int32_t spare_ = 0;
  bool changed_ = false;
};

}  // namespace

std::int32_t healthy_count_min(std::int32_t desired, std::int32_t percent) {
  return static_cast<std::int32_t>((std::int64_t{desired} * percent + 99) / 100);
}

std::int32_t running_count_max(std::int32_t desired, std::int32_t percent) {
  return static_cast<std::int32_t>(std::int64_t{desired} * percent / 100);
}

Duration start_delay(std::int32_t failed_tasks) {
  if (failed_tasks <= 1) return 1s;
  if (failed_tasks == 2) return 5s;
  if (failed_tasks == 3) return 30s;
  const auto doublings = std::min(failed_tasks - 4, 4);
  return std::min<Duration>(60s * (1 << doublings), 15min);
}

ServicePlan reconcile(const ServiceFacts& facts, Instant now) { return Round(facts, now).run(); }

std::string started_event(const Service& service, const std::vector<model::TaskArn>& tasks,
                          std::int32_t replacements) {
  std::string list;
  for (const auto& arn : tasks) list += fmt::format(" (task {})", short_id(arn));
  auto text =
      fmt::format("(service {}) has started {} tasks:{}.", service.name, tasks.size(), list);
  if (replacements > 0) {
    text += fmt::format(" Amazon ECS replaced {} tasks due to an unhealthy status.", replacements);
  }
  return text;
}

}  // namespace berth::rules
