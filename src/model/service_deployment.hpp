#pragma once
// The record of one deployment of a service, kept after it ended: from which revisions to which,
// how it went and what it was rolled back to (behaviour §1.8). The Deployment in the service's row
// is what the scheduler works on; this is what DescribeServiceDeployments tells.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "model/circuit_breaker.hpp"
#include "model/ids.hpp"

namespace berth::model {

enum class ServiceDeploymentStatus : std::uint8_t {
  pending,
  in_progress,
  stop_requested,
  rollback_requested,
  rollback_in_progress,
  // What follows is final.
  successful,
  stopped,
  rollback_successful,
  rollback_failed,
};
BOOST_DESCRIBE_ENUM(ServiceDeploymentStatus, pending, in_progress, stop_requested,
                    rollback_requested, rollback_in_progress, successful, stopped,
                    rollback_successful, rollback_failed)

inline bool is_over(ServiceDeploymentStatus status) {
  return status >= ServiceDeploymentStatus::successful;
}

/// ECS: Rollback.
struct Rollback {
  std::string reason;
  Instant started_at{};
  ServiceRevisionArn service_revision_arn;
};
BOOST_DESCRIBE_STRUCT(Rollback, (), (reason, started_at, service_revision_arn))

struct ServiceDeployment {
  ServiceDeploymentArn arn;
  ServiceArn service_arn;
  ClusterArn cluster_arn;
  ServiceDeploymentStatus status = ServiceDeploymentStatus::pending;
  std::string status_reason;
  /// Those that had tasks when it began.
  std::vector<ServiceRevisionArn> source_revisions;
  ServiceRevisionArn target_revision;
  // As the service had them when it began.
  std::int32_t maximum_percent = 200;
  std::int32_t minimum_healthy_percent = 100;
  CircuitBreaker circuit_breaker;
  /// What the circuit breaker counted, and at which count it breaks.
  std::int32_t failure_count = 0;
  std::int32_t failure_threshold = 0;
  bool circuit_broken = false;
  std::optional<Rollback> rollback;
  Instant created_at{};
  Instant updated_at{};
  std::optional<Instant> started_at, finished_at, stopped_at;
};
BOOST_DESCRIBE_STRUCT(ServiceDeployment, (),
                      (arn, service_arn, cluster_arn, status, status_reason, source_revisions,
                       target_revision, maximum_percent, minimum_healthy_percent, circuit_breaker,
                       failure_count, failure_threshold, circuit_broken, rollback, created_at,
                       updated_at, started_at, finished_at, stopped_at))

}  // namespace berth::model
