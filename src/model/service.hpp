#pragma once
// A service keeps a wanted number of tasks running, by way of deployments: the newest is PRIMARY,
// older ones are ACTIVE while they still have tasks (behaviour §1.8).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "gen/ecs/types.hpp"
#include "model/circuit_breaker.hpp"
#include "model/ids.hpp"
#include "model/service_revision.hpp"
#include "model/tags.hpp"

namespace berth::model {

enum class ServiceStatus : std::uint8_t { active, draining, inactive };
BOOST_DESCRIBE_ENUM(ServiceStatus, active, draining, inactive)

enum class DeploymentStatus : std::uint8_t {
  primary,
  active,
  draining,  // A task set that was deleted and still has tasks.
};
BOOST_DESCRIBE_ENUM(DeploymentStatus, primary, active, draining)

enum class RolloutState : std::uint8_t { in_progress, completed, failed };
BOOST_DESCRIBE_ENUM(RolloutState, in_progress, completed, failed)

/// What a task set has beside a deployment: its scale is the client's to set, as EXTERNAL
/// controllers do (behaviour §1.12).
struct TaskSet {
  TaskSetArn arn;
  std::string external_id;
  /// Of the service's desired count; 0 to 100.
  double scale_percent = 100;
  gen::ecs::StabilityStatus stability_status = gen::ecs::StabilityStatus::stabilizing;
  Instant stability_status_at{};
  std::optional<std::string> client_token;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(TaskSet, (),
                      (arn, external_id, scale_percent, stability_status, stability_status_at,
                       client_token, tags))

struct Deployment {
  DeploymentId id;
  DeploymentStatus status = DeploymentStatus::primary;
  ServiceRevisionArn service_revision_arn;
  /// A rollback goes on under the record of the deployment that failed. Empty for task sets.
  ServiceDeploymentArn service_deployment_arn;
  std::int32_t desired_count = 0;
  /// Consecutive tasks that never ran, ended before they were healthy or failed their checks; 0
  /// again once one is healthy.
  std::int32_t failed_tasks = 0;
  /// Consecutive tasks that never ran; 0 again once one runs.
  std::int32_t failed_starts = 0;
  /// When the last of failed_starts failed.
  std::optional<Instant> start_failed_at;
  /// What the circuit breaker has counted.
  std::int32_t failure_count = 0;
  /// The deployment whose failure made this one; it is not rolled back itself.
  std::optional<DeploymentId> rolled_back_from;
  /// While tasks fail to start, none is started before this instant.
  std::optional<Instant> throttled_until;
  std::optional<TaskSet> task_set;
  RolloutState rollout_state = RolloutState::in_progress;
  std::string rollout_state_reason;
  Instant created_at{};
  Instant updated_at{};
};
BOOST_DESCRIBE_STRUCT(Deployment, (),
                      (id, status, service_revision_arn, service_deployment_arn, desired_count,
                       failed_tasks, failed_starts, start_failed_at, failure_count,
                       rolled_back_from, throttled_until, task_set, rollout_state,
                       rollout_state_reason, created_at, updated_at))

struct ServiceEvent {
  std::string id;
  Instant created_at{};
  std::string message;
  /// What EventBridge is told: a name such as "SERVICE_STEADY_STATE"; empty for nothing.
  std::string action;
  std::string action_reason;
};
BOOST_DESCRIBE_STRUCT(ServiceEvent, (), (id, created_at, message, action, action_reason))

/// Whether a service with zone rebalancing was told to be out of balance.
enum class ZoneBalance : std::uint8_t { balanced, unbalanced };
BOOST_DESCRIBE_ENUM(ZoneBalance, balanced, unbalanced)

/// DescribeServices shows at most this many events, newest first.
constexpr std::size_t service_events_max = 100;

struct Service {
  ServiceArn arn;
  std::string name;
  ClusterArn cluster_arn;
  ServiceStatus status = ServiceStatus::active;
  gen::ecs::SchedulingStrategy scheduling_strategy = gen::ecs::SchedulingStrategy::replica;
  gen::ecs::DeploymentControllerType deployment_controller =
      gen::ecs::DeploymentControllerType::ecs;
  gen::ecs::AvailabilityZoneRebalancing availability_zone_rebalancing =
      gen::ecs::AvailabilityZoneRebalancing::disabled;
  ZoneBalance zone_balance = ZoneBalance::balanced;
  // What the next deployment takes into its revision; with task sets, of the PRIMARY one.
  TaskDefinitionArn task_definition_arn;
  std::int32_t desired_count = 0;
  gen::ecs::LaunchType launch_type{};
  /// Empty where the launch type was given.
  CapacityProviderStrategy capacity_provider_strategy;
  /// As it was asked for ("LATEST"); nothing on EC2.
  std::optional<std::string> platform_version;
  std::int32_t maximum_percent = 200;
  std::int32_t minimum_healthy_percent = 100;
  CircuitBreaker circuit_breaker;
  /// Off, and kept to be shown.
  std::optional<gen::ecs::DeploymentAlarms> alarms;
  std::int32_t health_check_grace_period = 0;  // seconds
  std::optional<gen::ecs::NetworkConfiguration> network_configuration;
  std::vector<gen::ecs::LoadBalancer> load_balancers;
  std::vector<gen::ecs::PlacementConstraint> placement_constraints;
  std::vector<gen::ecs::PlacementStrategy> placement_strategy;
  bool enable_ecs_managed_tags = false;
  std::optional<gen::ecs::PropagateTags> propagate_tags;
  std::optional<std::string> client_token;
  std::optional<std::string> role_arn;
  std::string created_by;
  Instant created_at{};
  /// When it became INACTIVE.
  std::optional<Instant> closed_at;
  /// Newest first; the first is PRIMARY. Task sets stand here too, and any of them or none is
  /// PRIMARY.
  std::vector<Deployment> deployments;
  /// What a failed deployment is rolled back to.
  std::optional<ServiceRevisionArn> last_completed;
  /// Events whose cause still holds, and when each was told last.
  std::map<std::string, Instant> standing_events;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Service, (),
                      (arn, name, cluster_arn, status, scheduling_strategy, deployment_controller,
                       availability_zone_rebalancing, zone_balance, task_definition_arn,
                       desired_count, launch_type, capacity_provider_strategy, platform_version,
                       maximum_percent, minimum_healthy_percent, circuit_breaker, alarms,
                       health_check_grace_period, network_configuration, load_balancers,
                       placement_constraints, placement_strategy, enable_ecs_managed_tags,
                       propagate_tags, client_token, role_arn, created_by, created_at, closed_at,
                       deployments, last_completed, standing_events, tags))

inline bool is_daemon(const Service& service) {
  return service.scheduling_strategy == gen::ecs::SchedulingStrategy::daemon;
}

/// Its deployments are task sets.
inline bool is_external(const Service& service) {
  return service.deployment_controller == gen::ecs::DeploymentControllerType::external;
}

}  // namespace berth::model
