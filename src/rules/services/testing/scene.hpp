#pragma once
// A service and its tasks, changed step by step by a test and looked at by reconcile().

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "rules/services/service_reconcile.hpp"

namespace berth::rules {

inline constexpr Instant scene_start{std::chrono::seconds{1'700'000'000}};

class Scene {
 public:
  explicit Scene(std::int32_t desired, std::int32_t least = 100, std::int32_t most = 200) {
    service.arn = model::ServiceArn{"arn:aws:ecs:us-east-1:000000000000:service/c/web"};
    service.name = "web";
    service.desired_count = desired;
    service.minimum_healthy_percent = least;
    service.maximum_percent = most;
    deploy("ecs-svc/1");
  }

  void deploy(const std::string& id) {
    for (auto& old : service.deployments) old.status = model::DeploymentStatus::active;
    model::Deployment deployment;
    deployment.id = model::DeploymentId{id};
    deployment.desired_count = service.desired_count;
    service.deployments.insert(service.deployments.begin(), deployment);
  }

  model::Task& add(const std::string& id, const std::string& deployment, model::TaskStatus status) {
    model::Task task;
    task.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/c/" + id};
    task.service_arn = service.arn;
    task.started_by = deployment;
    task.last_status = status;
    task.availability_zone = "us-east-1a";
    if (status >= model::TaskStatus::running) task.started_at = scene_start;
    task.containers.emplace_back().essential = true;
    tasks.push_back(task);
    return tasks.back();
  }

  void add_running(int count, const std::string& deployment, const std::string& prefix) {
    for (int i = 0; i < count; ++i) {
      add(prefix + std::to_string(i), deployment, model::TaskStatus::running);
    }
  }

  ServicePlan plan(Instant now = scene_start + std::chrono::minutes{1}) {
    ServiceFacts facts{&service, {}, newest ? &*newest : nullptr};
    for (const auto& task : tasks) {
      facts.tasks.push_back({&task, targets, {}, instance_of(task), nullptr});
    }
    return reconcile(facts, now);
  }

  model::ContainerInstance& instance(const std::string& name) {
    auto& instance = instances[name];
    instance.arn = model::ContainerInstanceArn{name};
    return instance;
  }

  /// Tasks of the PRIMARY deployment that ended by themselves, so many.
  void add_failed(int count, const std::string& deployment, const std::string& prefix) {
    for (int i = 0; i < count; ++i) {
      auto& task = add(prefix + std::to_string(i), deployment, model::TaskStatus::stopped);
      task.stopped_at = scene_start + std::chrono::seconds{30};
      task.stop_code = gen::ecs::TaskStopCode::essential_container_exited;
    }
  }

  const model::ContainerInstance* instance_of(const model::Task& task) const {
    const auto found = instances.find(task.container_instance_arn.text());
    return found == instances.end() ? nullptr : &found->second;
  }

  model::Service service;
  std::deque<model::Task> tasks;
  std::map<std::string, model::ContainerInstance> instances;
  TargetStanding targets = TargetStanding::not_needed;
  std::optional<model::ServiceEvent> newest;
};

}  // namespace berth::rules
