#include "rules/placement/placement.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "rules/placement/by_class.hpp"
#include "rules/placement/explanation.hpp"
#include "rules/placement/strategy.hpp"

namespace berth::rules {

namespace {

using model::Attribute;
using model::ContainerInstance;
using model::HostPort;
using Reason = std::optional<std::string_view>;

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

/// What the instance is, whatever room it has.
Reason mismatch(const ContainerInstance& instance, const PlacementRequest& request) {
  if (!has_attributes(instance, request.required_attributes)) return "ATTRIBUTE";
  // Hidden capacity stands in every zone: its address comes from the subnet.
  const bool bound_to_zone = instance.capacity == model::Capacity::ec2;
  if (bound_to_zone && !request.zones.empty() &&
      !request.zones.contains(instance.availability_zone)) {
    return "LOCATION";
  }
  return std::nullopt;
}

Reason shortage(const Candidate& candidate, const model::Resources& wanted) {
  if (memory_left(candidate) < wanted.memory) return "RESOURCE:MEMORY";
  if (cpu_left(candidate) < wanted.cpu) return "RESOURCE:CPU";
  if (holds_a_port(candidate.instance->registered.ports, wanted.ports) ||
      holds_a_port(candidate.reserved->ports, wanted.ports)) {
    return "RESOURCE:PORTS";
  }
  return std::nullopt;
}

/// In the order of the checks; `mismatched` is what the instance is not.
Reason reject(const Candidate& candidate, const PlacementRequest& request, Reason mismatched) {
  const auto& instance = *candidate.instance;
  if (instance.status != model::ContainerInstanceStatus::active) return "INACTIVE";
  if (!instance.agent_connected) return "AGENT";
  if (mismatched) return mismatched;
  if (const auto reason = shortage(candidate, request.wanted)) return reason;
  if (!is_member(candidate, request.members_of)) {
    return "MemberOf placement constraint unsatisfied.";
  }
  if (request.sharing == PlacementRequest::Sharing::distinct_instance &&
      candidate.tasks_of_group > 0) {
    return "DistinctInstance placement constraint unsatisfied.";
  }
  return std::nullopt;
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

bool suits(const Candidate& candidate, const PlacementRequest& request) {
  return !mismatch(*candidate.instance, request) && is_member(candidate, request.members_of);
}

std::optional<std::string_view> rejection(const Candidate& candidate,
                                          const PlacementRequest& request) {
  return reject(candidate, request, mismatch(*candidate.instance, request));
}

bool closer(const Candidate& a, const Candidate& b, const PlacementRequest& request) {
  return distance(a, request, rejection(a, request).value_or("")) <
         distance(b, request, rejection(b, request).value_or(""));
}

Placement place(const std::vector<Candidate>& candidates, const PlacementRequest& request) {
  std::vector<const Candidate*> fitting;
  std::vector<std::pair<const Candidate*, std::string_view>> rejected;
  ByClass mismatches(
      [&](const ContainerInstance& instance) { return mismatch(instance, request); });
  for (const auto& candidate : candidates) {
    if (const auto reason = reject(candidate, request, mismatches.of(candidate))) {
      rejected.emplace_back(&candidate, *reason);
    } else {
      fitting.push_back(&candidate);
    }
  }
  Placement placement;
  if (!fitting.empty()) {
    const auto fit = fitting.size();
    const auto* chosen = choose(candidates, std::move(fitting), request);
    placement.chosen = chosen - candidates.data();
    placement.reason = describe_choice(candidates, *chosen, fit, request);
    return placement;
  }
  std::ranges::sort(rejected, {},
                    [&](const auto& each) { return distance(*each.first, request, each.second); });
  for (const auto& [candidate, reason] : rejected) {
    placement.rejections.push_back({candidate->instance->arn, reason});
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
