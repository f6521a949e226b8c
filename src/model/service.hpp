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
#include "model/ids.hpp"
#include "model/tags.hpp"

namespace berth::model {

enum class ServiceStatus : std::uint8_t { active, draining, inactive };
BOOST_DESCRIBE_ENUM(ServiceStatus, active, draining, inactive)

enum class DeploymentStatus : std::uint8_t { primary, active };
BOOST_DESCRIBE_ENUM(DeploymentStatus, primary, active)

enum class RolloutState : std::uint8_t { in_progress, completed, failed };
BOOST_DESCRIBE_ENUM(RolloutState, in_progress, completed, failed)

/// When a deployment is given up (ECS: DeploymentCircuitBreaker).
struct CircuitBreaker {
  bool enable = false;
  bool rollback = false;
  bool reset_on_healthy_task = true;
  gen::ecs::ThresholdType threshold_type = gen::ecs::ThresholdType::bounded_percent;
  std::int32_t threshold_value = 50;

  bool operator==(const CircuitBreaker&) const = default;
};
BOOST_DESCRIBE_STRUCT(CircuitBreaker, (),
                      (enable, rollback, reset_on_healthy_task, threshold_type, threshold_value))

struct Deployment {
  DeploymentId id;
  DeploymentStatus status = DeploymentStatus::primary;
  TaskDefinitionArn task_definition_arn;
  std::int32_t desired_count = 0;
  /// Consecutive tasks that never ran, ended before they were healthy or failed their checks; 0
  /// again once one is healthy.
  std::int32_t failed_tasks = 0;
  /// Consecutive tasks that never ran; 0 again once one runs.
  std::int32_t failed_starts = 0;
  /// What the circuit breaker has counted.
  std::int32_t failure_count = 0;
  /// The deployment whose failure made this one; it is not rolled back itself.
  std::optional<DeploymentId> rolled_back_from;
  /// While tasks fail to start, none is started before this instant.
  std::optional<Instant> throttled_until;
  std::optional<gen::ecs::NetworkConfiguration> network_configuration;
  std::vector<gen::ecs::LoadBalancer> load_balancers;
  /// Container name → digest of its image, as the first task told it.
  std::map<std::string, std::string> image_digests;
  RolloutState rollout_state = RolloutState::in_progress;
  std::string rollout_state_reason;
  Instant created_at{};
  Instant updated_at{};
};
BOOST_DESCRIBE_STRUCT(Deployment, (),
                      (id, status, task_definition_arn, desired_count, failed_tasks, failed_starts,
                       failure_count, rolled_back_from, throttled_until, network_configuration,
                       load_balancers, image_digests, rollout_state, rollout_state_reason,
                       created_at, updated_at))

struct ServiceEvent {
  std::string id;
  Instant created_at{};
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ServiceEvent, (), (id, created_at, message))

/// DescribeServices shows at most this many events, newest first.
constexpr std::size_t service_events_max = 100;

struct Service {
  ServiceArn arn;
  std::string name;
  ClusterArn cluster_arn;
  ServiceStatus status = ServiceStatus::active;
  TaskDefinitionArn task_definition_arn;
  std::int32_t desired_count = 0;
  gen::ecs::LaunchType launch_type{};
  std::int32_t maximum_percent = 200;
  std::int32_t minimum_healthy_percent = 100;
  CircuitBreaker circuit_breaker;
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
  std::vector<Deployment> deployments;  // Newest first; the first is PRIMARY.
  /// What a failed deployment is rolled back to, as it was when it completed.
  std::optional<Deployment> last_completed;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Service, (),
                      (arn, name, cluster_arn, status, task_definition_arn, desired_count,
                       launch_type, maximum_percent, minimum_healthy_percent, circuit_breaker,
                       health_check_grace_period, network_configuration, load_balancers,
                       placement_constraints, placement_strategy, enable_ecs_managed_tags,
                       propagate_tags, client_token, role_arn, created_by, created_at, closed_at,
                       deployments, last_completed, tags))

}  // namespace berth::model
