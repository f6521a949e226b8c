#pragma once
// Where a task goes (behaviour §1.6.3). Candidates are sifted by state, attributes, zone, room and
// constraints; what remains is narrowed by the strategies in their order. Pure: candidates in, a
// choice or the reasons against come out. The reasons are the exact strings of RunTask's failures.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gen/ecs/types.hpp"
#include "model/container_instance.hpp"
#include "rules/placement/cluster_query.hpp"

namespace berth::rules {

struct Candidate {
  const model::ContainerInstance* instance = nullptr;
  /// By the tasks that are there.
  const model::Resources* reserved = nullptr;
  /// Alive tasks of the same group on it: a service's own, or a family's.
  std::int32_t tasks_of_group = 0;
  std::int32_t running_tasks_count = 0;
  /// Groups of the alive tasks on it; needed only where a query asks for them.
  std::vector<std::string_view> task_groups;
  /// Instances of the same class have the same attributes and zone; 0 where that is not known.
  std::uint32_t attribute_class = 0;
};

/// The spread, binpack and random of a request. Fields as normalize_strategies() leaves them.
using PlacementStrategies = std::vector<gen::ecs::PlacementStrategy>;

struct PlacementRequest {
  model::Resources wanted;
  std::vector<model::Attribute> required_attributes;
  /// Zones allowed by the subnets; empty allows all.
  std::set<std::string> zones;
  /// The memberOf constraints, all of which must hold.
  std::vector<ClusterQuery> members_of;
  enum class Sharing : std::uint8_t { allowed, distinct_instance } sharing{};
  PlacementStrategies strategies;
  /// Decides for the strategy `random`.
  std::uint64_t seed = 0;
};

struct Rejection {
  model::ContainerInstanceArn arn;
  std::string_view reason;  // "RESOURCE:MEMORY"
};

struct Placement {
  /// The place of the choice among the candidates; nothing when no candidate fits.
  std::optional<std::size_t> chosen;
  /// Why it was chosen, in a sentence.
  std::string reason;
  /// Where none fits, one for each candidate, the closest first: the one that came furthest in the
  /// checks and, of several, lacks least.
  std::vector<Rejection> rejections;
};

/// Why the instance cannot take the task, or nothing. Order of checks: INACTIVE, AGENT, ATTRIBUTE,
/// LOCATION, memory, cpu, ports, constraints.
std::optional<std::string_view> rejection(const Candidate& candidate,
                                          const PlacementRequest& request);

/// Of two instances that do not fit: whether the first came further in the checks or, equally far,
/// lacks less.
bool closer(const Candidate& a, const Candidate& b, const PlacementRequest& request);

/// Whether the instance is what the task needs, whatever its status and room, and whatever else of
/// the group runs there.
bool suits(const Candidate& candidate, const PlacementRequest& request);

/// Where the strategies leave a tie, and without strategies, tasks spread over zones (only without
/// strategies), then over instances by tasks of the group; then the instance with more memory left
/// is taken, then the smaller ARN.
Placement place(const std::vector<Candidate>& candidates, const PlacementRequest& request);

/// The sentence of a service event for the closest instance: "has insufficient memory available".
std::string event_text(std::string_view reason);

}  // namespace berth::rules
