#include "rules/services/testing/toy_cluster.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/deployments/percent.hpp"

namespace berth::rules {

namespace {

using namespace std::chrono_literals;
using model::TaskStatus;

}  // namespace

ToyCluster::ToyCluster(const ToyOptions& options)
    : options_(options),
      scene_(options.desired, options.least, options.most),
      random_(options.seed * 0x9E3779B97F4A7C15ull + 1),
      up_(static_cast<std::size_t>(options.instances), true) {
  for (std::size_t i = 0; i < up_.size(); ++i) scene_.instance(name_of(i));
}

/// splitmix64: one state, the same everywhere.
std::uint64_t ToyCluster::draw(std::uint64_t below) {
  random_ += 0x9E3779B97F4A7C15ull;
  auto z = random_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return (z ^ (z >> 31)) % below;
}

Duration ToyCluster::up_to(Duration most) {
  return Duration{static_cast<std::int64_t>(draw(static_cast<std::uint64_t>(most.count()) + 1))};
}

std::string ToyCluster::run(Duration time) {
  const auto until = now_ + time;
  while (now_ < until) {
    now_ += 1s;
    if (auto wrong = tick(); !wrong.empty()) {
      return fmt::format("seed {} after {} s: {}", options_.seed,
                         (now_ - scene_start).count() / 1000, wrong);
    }
  }
  return {};
}

/// The scheduler may decide again and again within a second, but not for ever.
std::string ToyCluster::tick() {
  for (auto& task : scene_.tasks) advance(task);
  for (int round = 0; round < 20; ++round) {
    const auto plan = scene_.plan(now_);
    if (auto wrong = check_plan(plan); !wrong.empty()) return wrong;
    const auto before = started_;
    take(plan);
    // A task without room is tried again in the next second.
    const bool idle = started_ == before && plan.stop.empty() && plan.account.empty() &&
                      plan.rollback == ServicePlan::Rollback::none;
    if (idle) return {};
  }
  return "the scheduler goes round in circles";
}

void ToyCluster::advance(model::Task& task) {
  auto& fate = fates_[task.arn.text()];
  if (!is_alive(task)) return;
  if (task.desired_status == model::DesiredStatus::stopped) {
    if (now_ >= fate.stops_at) end(task, *task.stop_code);
    return;
  }
  if (task.last_status == TaskStatus::pending && now_ >= fate.runs_at) {
    if (!fate.runs) return end(task, gen::ecs::TaskStopCode::task_failed_to_start);
    task.last_status = TaskStatus::running;
    task.started_at = now_;
  }
  if (task.last_status != TaskStatus::running) return;
  if (now_ >= fate.healthy_at) task.health_status = model::HealthStatus::healthy;
  if (now_ >= fate.sick_at) task.health_status = model::HealthStatus::unhealthy;
  if (now_ >= fate.ends_at) end(task, gen::ecs::TaskStopCode::essential_container_exited);
}

void ToyCluster::end(model::Task& task, gen::ecs::TaskStopCode code) {
  task.last_status = TaskStatus::stopped;
  task.desired_status = model::DesiredStatus::stopped;
  task.stop_code = code;
  task.stopped_at = now_;
}

std::string ToyCluster::check_plan(const ServicePlan& plan) const {
  std::int32_t there = 0, healthy = 0, stopped_healthy = 0;
  for (const auto& task : scene_.tasks) {
    const bool wanted = is_alive(task) && task.desired_status == model::DesiredStatus::running;
    there += wanted ? 1 : 0;
    healthy += wanted && task.health_status == model::HealthStatus::healthy ? 1 : 0;
  }
  for (const auto& stop : plan.stop) {
    const bool was_healthy = stop.task->health_status == model::HealthStatus::healthy;
    stopped_healthy += was_healthy ? 1 : 0;
  }
  const auto desired = scene_.service.desired_count;
  if (starts(plan) > 0 && there + starts(plan) > running_count_max(desired, options_.most)) {
    return fmt::format("{} tasks and {} more are above the ceiling", there, starts(plan));
  }
  const auto left = healthy - stopped_healthy;
  if (stopped_healthy > 0 && left < healthy_count_min(desired, options_.least)) {
    return fmt::format("only {} of {} healthy tasks are left", left, healthy);
  }
  return {};
}

void ToyCluster::take(const ServicePlan& plan) {
  for (const auto* task : plan.account) own(*task).accounted = true;
  for (const auto* task : plan.became_healthy) own(*task).healthy_at = now_;
  for (const auto& stop_of : plan.stop) stop(stop_of);
  auto service = plan.service;
  if (plan.rollback == ServicePlan::Rollback::due) {
    roll_back(service, scene_.revisions.at(service.last_completed->text()),
              model::DeploymentId{fmt::format("ecs-svc/r{}", ++deployments_)}, now_);
  }
  scene_.take(plan, now_);
  scene_.service = std::move(service);
  for (const auto& decision : plan.start) {
    for (std::int32_t i = 0; i < decision.count && start_one(decision); ++i) {
    }
  }
  std::erase_if(scene_.tasks, [](const model::Task& task) { return task.accounted; });
}

model::Task& ToyCluster::own(const model::Task& task) {
  return *std::ranges::find(scene_.tasks, task.arn, &model::Task::arn);
}

std::size_t ToyCluster::free_slots(std::size_t instance) const {
  const auto used = std::ranges::count_if(scene_.tasks, [&](const model::Task& task) {
    return is_alive(task) && task.container_instance_arn.text() == name_of(instance);
  });
  const auto slots = static_cast<std::ptrdiff_t>(options_.slots);
  return used >= slots ? 0 : static_cast<std::size_t>(slots - used);
}

/// On the emptiest instance; false where there is no room.
bool ToyCluster::start_one(const StartDecision& decision) {
  std::size_t best = up_.size();
  for (std::size_t i = 0; i < up_.size(); ++i) {
    const bool draining =
        scene_.instance(name_of(i)).status != model::ContainerInstanceStatus::active;
    if (!up_[i] || draining || free_slots(i) == 0) continue;
    if (best == up_.size() || free_slots(i) > free_slots(best)) best = i;
  }
  if (best == up_.size()) return false;
  auto& task =
      scene_.add(std::to_string(++started_), decision.deployment.text(), TaskStatus::pending);
  task.container_instance_arn = scene_.instance(name_of(best)).arn;
  task.containers[0].health_checked = true;
  task.created_at = now_;
  Fate fate;
  fate.instance = best;
  fate.runs = draw(1000) >= options_.never_runs;
  fate.runs_at = now_ + up_to(options_.start_max);
  fate.healthy_at = fate.runs_at + up_to(5s);
  if (draw(1000) < options_.crashes) fate.ends_at = fate.runs_at + 1s + up_to(30s);
  if (draw(1000) < options_.gets_sick) fate.sick_at = fate.healthy_at + up_to(60s);
  fates_[task.arn.text()] = fate;
  return true;
}

void ToyCluster::stop(const StopDecision& decision) {
  auto& task = own(*decision.task);
  task.desired_status = model::DesiredStatus::stopped;
  task.last_status = std::max(task.last_status, TaskStatus::stopping);
  task.stop_code = gen::ecs::TaskStopCode::service_scheduler_initiated;
  fates_[task.arn.text()].stops_at = now_ + up_to(options_.stop_max);
}

bool ToyCluster::is_settled() const {
  const auto& primary = scene_.service.deployments.front();
  std::int32_t well = 0;
  for (const auto& task : scene_.tasks) {
    if (!is_alive(task)) continue;
    if (task.started_by != primary.id.text() || task.last_status != TaskStatus::running ||
        task.health_status != model::HealthStatus::healthy) {
      return false;
    }
    ++well;
  }
  return well == scene_.service.desired_count && scene_.service.deployments.size() == 1 &&
         primary.rollout_state == model::RolloutState::completed;
}

void ToyCluster::deploy() { scene_.deploy(fmt::format("ecs-svc/{}", ++deployments_)); }

void ToyCluster::lose(std::size_t instance) {
  up_[instance] = false;
  for (auto& task : scene_.tasks) {
    if (!is_alive(task) || task.container_instance_arn.text() != name_of(instance)) continue;
    end(task, gen::ecs::TaskStopCode::infrastructure_health);
  }
}

void ToyCluster::drain(std::size_t instance) {
  scene_.instance(name_of(instance)).status = model::ContainerInstanceStatus::draining;
}

void ToyCluster::heal() {
  options_.never_runs = options_.crashes = options_.gets_sick = 0;
  for (std::size_t i = 0; i < up_.size(); ++i) {
    up_[i] = true;
    scene_.instance(name_of(i)).status = model::ContainerInstanceStatus::active;
  }
}

}  // namespace berth::rules
