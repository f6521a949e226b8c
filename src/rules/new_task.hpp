#pragma once
// The row of a task that has a place: everything a task definition, its overrides and the placement
// say about it. What it reserves follows behaviour §1.4.

#include <map>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/container_instance.hpp"
#include "model/task.hpp"
#include "model/task_definition.hpp"

namespace berth::rules {

/// CPU: the task's if set, else the containers' sum. Memory: the task's if set, else the sum of
/// memoryReservation or memory; each between nothing and task_units_max. Ports: static host ports
/// of bridge and host mode.
model::Resources reserved_by(const gen::ecs::TaskDefinition& definition,
                             const gen::ecs::TaskOverride& overrides);

gen::ecs::NetworkMode network_mode(const gen::ecs::TaskDefinition& definition);

/// What a task is asked to be, before it has a place.
struct TaskWish {
  const model::TaskDefinition* definition = nullptr;
  model::ClusterArn cluster_arn;
  std::string group;
  std::string started_by;
  std::optional<model::ServiceArn> service_arn;
  gen::ecs::LaunchType launch_type{};
  std::optional<std::string> capacity_provider;
  gen::ecs::TaskOverride overrides;
  /// Container name → digest to start its image from, whatever the tag says.
  std::map<std::string, std::string> image_digests;
  /// Beside those of the definition.
  std::vector<gen::ecs::PlacementConstraint> placement_constraints;
  std::vector<gen::ecs::PlacementStrategy> placement_strategy;
  bool enable_execute_command = false;
  bool balances_zones = false;
  model::Tags tags;
};

/// Where it goes and why.
struct TaskPlace {
  const model::ContainerInstance* instance = nullptr;
  std::string availability_zone;
  std::optional<model::TaskNetwork> network;
  std::string reason;
};

/// Ids drawn for one task; one container id for each of its containers.
struct TaskIds {
  model::TaskArn arn;
  std::vector<std::string> container_arns;
};

model::Task new_task(const TaskWish& wish, TaskPlace place, const TaskIds& ids, Instant now);

}  // namespace berth::rules
