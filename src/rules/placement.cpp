#include "rules/placement.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace berth::rules {

namespace {

using model::Attribute;
using model::ContainerInstance;
using model::HostPort;

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

std::int64_t memory_left(const Candidate& candidate) {
  return std::int64_t{candidate.instance->registered.memory} - candidate.reserved.memory;
}

/// The sort key of a candidate: smaller is better.
auto preference(const Candidate& candidate, const std::map<std::string, std::int32_t>& by_zone) {
  return std::tuple(by_zone.at(candidate.instance->availability_zone), candidate.tasks_of_group,
                    -memory_left(candidate), candidate.instance->arn);
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
  if (instance.registered.cpu - candidate.reserved.cpu < wanted.cpu) return "RESOURCE:CPU";
  if (holds_a_port(instance.registered.ports, wanted.ports) ||
      holds_a_port(candidate.reserved.ports, wanted.ports)) {
    return "RESOURCE:PORTS";
  }
  return std::nullopt;
}

Placement place(const std::vector<Candidate>& candidates, const PlacementRequest& request) {
  Placement placement;
  std::map<std::string, std::int32_t> by_zone;
  for (const auto& candidate : candidates) {
    by_zone[candidate.instance->availability_zone] += candidate.tasks_of_group;
  }
  const Candidate* best = nullptr;
  for (const auto& candidate : candidates) {
    if (const auto reason = rejection(candidate, request)) {
      placement.rejections.push_back({candidate.instance->arn, *reason});
    } else if (!best || preference(candidate, by_zone) < preference(*best, by_zone)) {
      best = &candidate;
    }
  }
  if (best) placement.chosen = best->instance;
  return placement;
}

std::string_view event_text(std::string_view reason) {
  if (reason == "RESOURCE:MEMORY") return "has insufficient memory available";
  if (reason == "RESOURCE:CPU") return "has insufficient CPU units available";
  if (reason == "RESOURCE:PORTS") return "is already using a port required by your task";
  if (reason == "ATTRIBUTE") return "is missing an attribute required by your task";
  if (reason == "LOCATION") return "encountered error \"LOCATION\"";
  if (reason == "INACTIVE") return "encountered error \"INACTIVE\"";
  return "encountered error \"AGENT\"";
}

}  // namespace berth::rules
