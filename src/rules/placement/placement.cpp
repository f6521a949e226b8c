#include "rules/placement/placement.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "rules/placement/strategy.hpp"

namespace berth::rules {

namespace {

using model::Attribute;
using model::ContainerInstance;
using model::HostPort;

/// From the first check to the last: an instance that fails late is close to fitting.
constexpr std::string_view reasons[] = {"INACTIVE",
                                        "AGENT",
                                        "ATTRIBUTE",
                                        "LOCATION",
                                        "RESOURCE:MEMORY",
                                        "RESOURCE:CPU",
                                        "RESOURCE:PORTS",
                                        "MemberOf placement constraint unsatisfied.",
                                        "DistinctInstance placement constraint unsatisfied."};

bool has_attributes(const ContainerInstance& instance, const std::vector<Attribute>& required) {
  return std::ranges::all_of(required, [&](const Attribute& wanted) {
    const auto* present = find_attribute(instance, wanted.name);
    return present && (!wanted.value || present->value == wanted.value);
  });
}

bool holds_a_port(const std::vector<HostPort>& held, const std::vector<HostPort>& wanted) {
  return std::ranges::any_of(
      wanted, [&](const HostPort& port) { return std::ranges::find(held, port) != held.end(); });
}

bool is_member(const Candidate& candidate, const std::vector<ClusterQuery>& members_of) {
  const QueriedInstance asked{*candidate.instance, candidate.running_tasks_count,
                              candidate.task_groups};
  return std::ranges::all_of(members_of,
                             [&](const ClusterQuery& query) { return matches(query, asked); });
}

/// How far an instance is from taking the task: more checks passed is closer, then less lacking.
struct Distance {
  std::ptrdiff_t checks_left;
  std::int64_t lacking;
  std::string_view arn;  // Decides between equals.
  auto operator<=>(const Distance&) const = default;
};

Distance distance(const Candidate& candidate, const PlacementRequest& request,
                  std::string_view reason) {
  const auto left = std::end(reasons) - std::ranges::find(reasons, reason);
  std::int64_t lacking = 0;
  if (reason == "RESOURCE:MEMORY") lacking = request.wanted.memory - memory_left(candidate);
  if (reason == "RESOURCE:CPU") lacking = request.wanted.cpu - cpu_left(candidate);
  return {left, lacking, candidate.instance->arn.text()};
}

}  // namespace

std::optional<std::string_view> rejection(const Candidate& candidate,
                                          const PlacementRequest& request) {
  const auto& instance = *candidate.instance;
  const auto& wanted = request.wanted;
  if (instance.status != model::ContainerInstanceStatus::active) return "INACTIVE";
  if (!instance.agent_connected) return "AGENT";
  if (!has_attributes(instance, request.required_attributes)) return "ATTRIBUTE";
  // Hidden capacity stands in every zone: its address comes from the subnet.
  const bool bound_to_zone = instance.capacity == model::Capacity::ec2;
  if (bound_to_zone && !request.zones.empty() &&
      !request.zones.contains(instance.availability_zone)) {
    return "LOCATION";
  }
  if (memory_left(candidate) < wanted.memory) return "RESOURCE:MEMORY";
  if (cpu_left(candidate) < wanted.cpu) return "RESOURCE:CPU";
  if (holds_a_port(instance.registered.ports, wanted.ports) ||
      holds_a_port(candidate.reserved.ports, wanted.ports)) {
    return "RESOURCE:PORTS";
  }
  if (!is_member(candidate, request.members_of)) {
    return "MemberOf placement constraint unsatisfied.";
  }
  if (request.sharing == PlacementRequest::Sharing::distinct_instance &&
      candidate.tasks_of_group > 0) {
    return "DistinctInstance placement constraint unsatisfied.";
  }
  return std::nullopt;
}

Placement place(const std::vector<Candidate>& candidates, const PlacementRequest& request) {
  std::vector<const Candidate*> fitting;
  std::vector<std::pair<Distance, std::string_view>> rejected;
  for (const auto& candidate : candidates) {
    if (const auto reason = rejection(candidate, request)) {
      rejected.push_back({distance(candidate, request, *reason), *reason});
    } else {
      fitting.push_back(&candidate);
    }
  }
  Placement placement;
  if (!fitting.empty()) {
    placement.chosen = choose(candidates, std::move(fitting), request) - candidates.data();
    return placement;
  }
  std::ranges::sort(rejected);
  for (const auto& [distance, reason] : rejected) {
    placement.rejections.push_back(
        {model::ContainerInstanceArn{std::string(distance.arn)}, reason});
  }
  return placement;
}

std::string event_text(std::string_view reason) {
  if (reason == "RESOURCE:MEMORY") return "has insufficient memory available";
  if (reason == "RESOURCE:CPU") return "has insufficient CPU units available";
  if (reason == "RESOURCE:PORTS") return "is already using a port required by your task";
  if (reason == "ATTRIBUTE") return "is missing an attribute required by your task";
  return fmt::format("encountered error \"{}\"", reason);
}

}  // namespace berth::rules
