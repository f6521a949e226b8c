#pragma once
// Where a task goes: which instance has room, the wanted attributes and the right zone, and which
// of them is best (behaviour §1.6.3). Pure: candidates in, a choice or the reasons against come
// out. The reasons are the exact strings of RunTask's failures.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/container_instance.hpp"

namespace berth::rules {

struct Candidate {
  const model::ContainerInstance* instance = nullptr;
  model::Resources reserved;  // By the tasks that are there.
  /// Alive tasks of the same group on it: a service's own, or a family's.
  std::int32_t tasks_of_group = 0;
};

struct PlacementRequest {
  model::Resources wanted;
  std::vector<model::Attribute> required_attributes;
  /// Zones allowed by the subnets; empty allows all.
  std::set<std::string> zones;
};

struct Rejection {
  model::ContainerInstanceArn arn;
  std::string_view reason;  // "RESOURCE:MEMORY"
};

struct Placement {
  /// Null when no candidate fits; then every candidate has a rejection.
  const model::ContainerInstance* chosen = nullptr;
  std::vector<Rejection> rejections;
};

/// Why the instance cannot take the task, or nothing. Order of checks: AGENT, ATTRIBUTE, LOCATION,
/// memory, cpu, ports.
std::optional<std::string_view> rejection(const Candidate& candidate,
                                          const PlacementRequest& request);

/// Spreads over zones, then over instances by tasks of the group; ties go to the instance with
/// more memory left, then to the smaller ARN.
Placement place(const std::vector<Candidate>& candidates, const PlacementRequest& request);

/// The sentence of a service event for the closest instance: "has insufficient memory available".
std::string_view event_text(std::string_view reason);

}  // namespace berth::rules
