#pragma once
// What the system promised its clients: every answered write, every status that was shown, every
// answer to a clientToken. The durability and idempotence invariants hold the state against it.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/task_status.hpp"
#include "sim/operator/history.hpp"

namespace berth::sim {

enum class Existence : std::uint8_t { absent, present };

/// What a service shall be, as its writers said.
struct PromisedService {
  WriteHistory<Existence> existence;
  /// Meaningless for a daemon, which counts instances.
  WriteHistory<std::int32_t> desired_count;
  WriteHistory<std::string> task_definition;
  /// minimumHealthyPercent/maximumPercent: "50/200".
  WriteHistory<std::string> percents;
  /// An expression or "distinctInstance"; empty for none. Never changed.
  std::string constraint;
  bool is_daemon = false;
  /// A circuit breaker or a client may have undone a deployment, and the one before runs again.
  bool may_roll_back = false;
};

struct PromisedTask {
  Instant answered_at{};
  /// The farthest statuses that were shown to somebody.
  model::TaskStatus last_status = model::TaskStatus::provisioning;
  model::DesiredStatus desired_status = model::DesiredStatus::running;
};

/// A RunTask request that can be sent again.
struct TokenUse {
  std::string body;
  /// The ARNs of its first answer that held any.
  std::set<std::string> tasks;
};

struct Promises {
  std::set<std::string> clusters;
  /// By ARN: present while ACTIVE, absent once deregistered.
  std::map<std::string, WriteHistory<Existence>> task_definitions;
  std::map<std::string, PromisedTask> tasks;
  /// By ARN.
  std::map<std::string, PromisedService> services;
  /// "ACTIVE" or "DRAINING", by the ARN of the container instance.
  std::map<std::string, WriteHistory<std::string>> instances;
  /// The value of the attribute `stack`, or nothing, by the ARN of the container instance.
  std::map<std::string, WriteHistory<std::string>> stacks;
  /// Whether the task is protected, by its ARN.
  std::map<std::string, WriteHistory<Existence>> protections;
  std::map<std::string, TokenUse> tokens;
  /// ARNs of load balancers, target groups and listeners.
  std::set<std::string> balancing;
};

}  // namespace berth::sim
