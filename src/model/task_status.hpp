#pragma once
// The life of a task as ECS names it (behaviour §1.5.1). lastStatus only moves forward along this
// order, with steps left out where a task needs none of what they stand for; STOPPED is final.

#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/describe/enum.hpp>

namespace berth::model {

enum class TaskStatus : std::uint8_t {
  provisioning,
  pending,
  activating,
  running,
  deactivating,
  stopping,
  deprovisioning,
  stopped,
};
BOOST_DESCRIBE_ENUM(TaskStatus, provisioning, pending, activating, running, deactivating, stopping,
                    deprovisioning, stopped)

enum class DesiredStatus : std::uint8_t { running, stopped };
BOOST_DESCRIBE_ENUM(DesiredStatus, running, stopped)

/// Containers report only these.
enum class ContainerStatus : std::uint8_t { pending, running, stopped };
BOOST_DESCRIBE_ENUM(ContainerStatus, pending, running, stopped)

enum class HealthStatus : std::uint8_t { unknown, healthy, unhealthy };
BOOST_DESCRIBE_ENUM(HealthStatus, unknown, healthy, unhealthy)

/// "RUNNING", as the API shows it.
std::string_view api_text(TaskStatus status);
std::string_view api_text(DesiredStatus status);
std::string_view api_text(ContainerStatus status);
std::string_view api_text(HealthStatus status);

std::optional<ContainerStatus> parse_container_status(std::string_view text);
std::optional<HealthStatus> parse_health_status(std::string_view text);

/// Whether a task in `from` may be told to be in `to`.
bool may_follow(TaskStatus from, TaskStatus to);

/// Counts against maximumPercent and as pendingCount: on its way up.
bool is_starting(TaskStatus status);

}  // namespace berth::model
