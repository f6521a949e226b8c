#pragma once
// A task: one run of a task definition, placed on one instance. The control plane decides where it
// runs and when it shall stop; its agent reports what became of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/time.hpp"
#include "gen/ecs/types.hpp"
#include "model/ids.hpp"
#include "model/resources.hpp"
#include "model/tags.hpp"
#include "model/task_status.hpp"

namespace berth::model {

struct TaskContainer {
  std::string arn;
  std::string name;
  std::string image;
  bool essential = true;
  bool health_checked = false;     // The task definition has a healthCheck for it.
  bool version_consistent = true;  // versionConsistency is not disabled.
  ContainerStatus last_status = ContainerStatus::pending;
  HealthStatus health_status = HealthStatus::unknown;
  std::int32_t cpu = 0;
  std::optional<std::int32_t> memory, memory_reservation;
  std::optional<std::string> image_digest, runtime_id, reason;
  std::optional<std::int32_t> exit_code;
  std::vector<gen::ecs::NetworkBinding> network_bindings;
};
BOOST_DESCRIBE_STRUCT(TaskContainer, (),
                      (arn, name, image, essential, health_checked, version_consistent, last_status,
                       health_status, cpu, memory, memory_reservation, image_digest, runtime_id,
                       reason, exit_code, network_bindings))

/// The network interface of an awsvpc task. The address is the control plane's choice and belongs
/// to the task until it is STOPPED.
struct TaskNetwork {
  std::string attachment_id;
  std::string network_interface_id;
  std::string mac_address;
  std::string private_address;
  std::string private_dns_name;
  VpcId vpc_id;
  SubnetId subnet_id;
  std::vector<std::string> security_groups;
};
BOOST_DESCRIBE_STRUCT(TaskNetwork, (),
                      (attachment_id, network_interface_id, mac_address, private_address,
                       private_dns_name, vpc_id, subnet_id, security_groups))

struct Task {
  TaskArn arn;
  ClusterArn cluster_arn;
  TaskDefinitionArn task_definition_arn;
  ContainerInstanceArn container_instance_arn;
  std::string family;
  std::string group;
  std::string started_by;
  /// Set for tasks that a service started.
  std::optional<ServiceArn> service_arn;
  gen::ecs::LaunchType launch_type{};
  /// Where a capacity provider strategy chose it: "FARGATE_SPOT".
  std::optional<std::string> capacity_provider;
  std::string availability_zone;
  /// Why it is on this instance, in a sentence; empty for tasks of earlier versions.
  std::string placement_reason;
  Resources reserved;
  DesiredStatus desired_status = DesiredStatus::running;
  TaskStatus last_status = TaskStatus::pending;
  HealthStatus health_status = HealthStatus::unknown;
  std::vector<TaskContainer> containers;
  std::optional<TaskNetwork> network;
  gen::ecs::TaskOverride overrides;
  std::optional<std::int32_t> ephemeral_storage;  // GiB
  bool enable_execute_command = false;
  Instant created_at{};
  std::optional<Instant> pull_started_at, pull_stopped_at, started_at, stopping_at,
      execution_stopped_at, stopped_at;
  std::optional<gen::ecs::TaskStopCode> stop_code;
  std::string stopped_reason;
  /// When its service first saw it healthy.
  std::optional<Instant> healthy_at;
  /// Started beside enough others, to even out the zones: it counts once it is healthy.
  bool balances_zones = false;
  /// Scale-in and deployments leave it alone until then.
  std::optional<Instant> protected_until;
  /// Its service has taken notice of its end; always true for tasks without a service.
  bool accounted = false;
  std::int64_t version = 1;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (arn, cluster_arn, task_definition_arn, container_instance_arn, family, group,
                       started_by, service_arn, launch_type, capacity_provider, availability_zone,
                       placement_reason, reserved, desired_status, last_status, health_status,
                       containers, network, overrides, ephemeral_storage, enable_execute_command,
                       created_at, pull_started_at, pull_stopped_at, started_at, stopping_at,
                       execution_stopped_at, stopped_at, stop_code, stopped_reason, healthy_at,
                       balances_zones, protected_until, accounted, version, tags))

/// UNHEALTHY if any essential container is, else UNKNOWN if any is, else HEALTHY
/// (ECS: Task.healthStatus).
HealthStatus health_of(const std::vector<TaskContainer>& containers);

inline bool is_protected(const Task& task, Instant now) {
  return task.protected_until && now < *task.protected_until;
}

/// Occupies its instance: anything but STOPPED.
inline bool is_alive(const Task& task) { return task.last_status != TaskStatus::stopped; }

}  // namespace berth::model
