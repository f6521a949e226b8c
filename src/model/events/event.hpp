#pragma once
// What is told to the outside about a change, as EventBridge tells it (behaviour §1.23): the row as
// it was right after the change. The JSON is made when somebody reads it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "model/container_instance.hpp"
#include "model/ids.hpp"
#include "model/task.hpp"

namespace berth::model {

/// A container instance and what its tasks left of it. Attributes are left out, because they are
/// long and hardly ever change: readers take them from the instance's row.
struct InstanceStanding {
  ContainerInstance instance;
  Resources reserved;
  std::int32_t running = 0, starting = 0;
};
BOOST_DESCRIBE_STRUCT(InstanceStanding, (), (instance, reserved, running, starting))

/// `ECS Service Action`, or `ECS Deployment State Change` where it names a deployment.
struct ServiceAction {
  ServiceArn service_arn;
  ClusterArn cluster_arn;
  std::string name;  // "SERVICE_STEADY_STATE"
  std::string reason;
  std::string deployment_id;
  std::string task_set_arn;
};
BOOST_DESCRIBE_STRUCT(ServiceAction, (),
                      (service_arn, cluster_arn, name, reason, deployment_id, task_set_arn))

/// Exactly one of the three is there.
struct Event {
  /// Counts up over all accounts and regions; never comes again.
  std::int64_t sequence = 0;
  Instant at{};
  std::optional<Task> task;
  std::optional<InstanceStanding> container_instance;
  std::optional<ServiceAction> service_action;
};
BOOST_DESCRIBE_STRUCT(Event, (), (sequence, at, task, container_instance, service_action))

/// The newest events that are kept, for readers and for targets that do not answer.
constexpr std::size_t events_max = 4096;

/// The ARN that stands first in the event's resources.
inline const std::string& subject_of(const Event& event) {
  if (event.task) return event.task->arn.text();
  if (event.container_instance) return event.container_instance->instance.arn.text();
  return event.service_action->service_arn.text();
}

}  // namespace berth::model
