#pragma once
// A service and its tasks, changed step by step by a test and looked at by reconcile().

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "rules/deployments/circuit_breaker.hpp"
#include "rules/deployments/deployment_record.hpp"
#include "rules/services/service_reconcile.hpp"
#include "rules/services/standing_events.hpp"

namespace berth::rules {

inline constexpr Instant scene_start{std::chrono::seconds{1'700'000'000}};

/// How many tasks the plan starts.
inline std::int32_t starts(const ServicePlan& plan) {
  std::int32_t count = 0;
  for (const auto& each : plan.start) count += each.count;
  return count;
}

/// Every event of the plan, told or standing.
inline std::vector<std::string> texts(const ServicePlan& plan) {
  auto all = plan.events;
  all.insert(all.end(), plan.closing_events.begin(), plan.closing_events.end());
  all.insert(all.end(), plan.standing_events.begin(), plan.standing_events.end());
  return all;
}

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

  /// A deployment with a revision and a record of the same name.
  void deploy(const std::string& id) {
    for (auto& old : service.deployments) old.status = model::DeploymentStatus::active;
    auto& revision = revisions[id];
    revision.arn = model::ServiceRevisionArn{id};
    revision.task_definition_arn = model::TaskDefinitionArn{id};
    records[id].arn = model::ServiceDeploymentArn{id};
    records[id].status = model::ServiceDeploymentStatus::in_progress;
    model::Deployment deployment;
    deployment.id = model::DeploymentId{id};
    deployment.service_revision_arn = revision.arn;
    deployment.service_deployment_arn = records[id].arn;
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

  ServicePlan plan(Instant now = scene_start + std::chrono::minutes{1}) const {
    ServiceFacts facts;
    facts.service = &service;
    if (!service.deployments.empty() && !is_external(service)) {
      facts.record = &records.at(service.deployments.front().service_deployment_arn.text());
    }
    for (const auto& task : tasks) {
      TaskFacts each{&task, targets, {}};
      each.revision = wanted_revision(task);
      each.instance = instance_of(task);
      facts.tasks.push_back(each);
    }
    facts.places = places;
    facts.zones = zones;
    facts.full_zones = full_zones;
    facts.without_room = without_room;
    return reconcile(facts, now);
  }

  /// Takes the plan's decisions over, as the service loop does; answers what was told.
  std::vector<std::string> take(const ServicePlan& plan, Instant now) {
    service = plan.service;
    for (const auto& revision : plan.revisions) revisions[revision.arn.text()] = revision;
    if (plan.record) records[plan.record->arn.text()] = *plan.record;
    auto told = plan.events;
    told.insert(told.end(), plan.closing_events.begin(), plan.closing_events.end());
    for (auto& text : tell_standing(service, plan.standing_events, now).told) told.push_back(text);
    return told;
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

  const model::ServiceRevision* wanted_revision(const model::Task& task) const {
    for (const auto& each : service.deployments) {
      if (each.id.text() != task.started_by) continue;
      const bool wanted = each.task_set || each.status == model::DeploymentStatus::primary;
      const auto found = revisions.find(each.service_revision_arn.text());
      return wanted && found != revisions.end() ? &found->second : nullptr;
    }
    return nullptr;
  }

  model::Service service;
  std::map<std::string, model::ServiceRevision> revisions;
  std::map<std::string, model::ServiceDeployment> records;
  std::deque<model::Task> tasks;
  std::map<std::string, model::ContainerInstance> instances;
  TargetStanding targets = TargetStanding::not_needed;
  std::vector<DaemonPlace> places;
  std::set<std::string> zones, full_zones;
  bool without_room = false;
};

}  // namespace berth::rules
