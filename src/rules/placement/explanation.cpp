#include "rules/placement/explanation.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rules/placement/strategy.hpp"

namespace berth::rules {

namespace {

using gen::ecs::PlacementStrategy;
using gen::ecs::PlacementStrategyType;

/// What decides where nothing else is said.
PlacementStrategies effective(const PlacementRequest& request) {
  if (!request.strategies.empty()) return request.strategies;
  PlacementStrategy zones;
  zones.type = PlacementStrategyType::spread;
  zones.field = std::string(zone_field);
  return {zones};
}

/// What one strategy sees in an instance: "us-east-1b has 1 tasks of the group".
std::string seen_by(const PlacementStrategy& strategy, const std::vector<Candidate>& all,
                    const Candidate& candidate) {
  const auto field = strategy.field.value_or("");
  switch (*strategy.type) {
    case PlacementStrategyType::random: return "picked at random";
    case PlacementStrategyType::binpack:
      return fmt::format("{} {} left", left_of(field, *candidate.instance, *candidate.reserved),
                         field == "cpu" ? "CPU units" : "MiB");
    case PlacementStrategyType::spread: break;
  }
  const auto* value = spread_value(*candidate.instance, field);
  if (!value) return fmt::format("has no {}", field);
  const auto counts = tasks_by_value(all, field);
  const auto counted = counts.find(*value);
  const auto tasks = counted == counts.end() ? 0 : counted->second;
  if (field == "instanceId") return fmt::format("{} tasks of the group on it", tasks);
  return fmt::format("{} has {} tasks of the group", *value, tasks);
}

std::string seen(const std::vector<Candidate>& all, const Candidate& candidate,
                 const PlacementRequest& request) {
  std::string text;
  for (const auto& strategy : effective(request)) {
    text += seen_by(strategy, all, candidate) + "; ";
  }
  return text + fmt::format("{} tasks of the group on the instance, {} MiB and {} CPU units left",
                            candidate.tasks_of_group, memory_left(candidate), cpu_left(candidate));
}

std::string missing_attributes(const Candidate& candidate, const PlacementRequest& request) {
  std::vector<std::string> missing;
  for (const auto& wanted : request.required_attributes) {
    const auto* present = find_attribute(*candidate.instance, wanted.name);
    if (present && (!wanted.value || present->value == wanted.value)) continue;
    missing.push_back(wanted.name + (wanted.value ? "=" + *wanted.value : ""));
  }
  return fmt::format("lacks {}", fmt::join(missing, ", "));
}

std::string taken_ports(const Candidate& candidate, const PlacementRequest& request) {
  std::vector<std::int32_t> taken;
  for (const auto& port : request.wanted.ports) {
    const auto& reserved = candidate.instance->registered.ports;
    const auto& held = candidate.reserved->ports;
    if (std::ranges::find(reserved, port) != reserved.end() ||
        std::ranges::find(held, port) != held.end()) {
      taken.push_back(port.port);
    }
  }
  return fmt::format("host ports in use: {}", fmt::join(taken, ", "));
}

std::string detail(const Candidate& candidate, const PlacementRequest& request,
                   std::string_view reason) {
  const auto& wanted = request.wanted;
  if (reason == "INACTIVE") return "takes no tasks: it is not ACTIVE";
  if (reason == "AGENT") return "its agent is not connected";
  if (reason == "ATTRIBUTE") return missing_attributes(candidate, request);
  if (reason == "LOCATION") {
    return fmt::format("is in {}, the task may be in {}", candidate.instance->availability_zone,
                       fmt::join(request.zones, ", "));
  }
  if (reason == "RESOURCE:MEMORY") {
    return fmt::format("wants {} MiB of memory, {} are left", wanted.memory,
                       memory_left(candidate));
  }
  if (reason == "RESOURCE:CPU") {
    return fmt::format("wants {} CPU units, {} are left", wanted.cpu, cpu_left(candidate));
  }
  if (reason == "RESOURCE:PORTS") return taken_ports(candidate, request);
  if (reason.starts_with("Distinct")) {
    return fmt::format("{} tasks of the group are there", candidate.tasks_of_group);
  }
  return "a memberOf expression does not hold";
}

}  // namespace

std::string describe_choice(const std::vector<Candidate>& all, const Candidate& chosen,
                            std::size_t fitting, const PlacementRequest& request) {
  return fmt::format("{} of {} instances fit; {}", fitting, all.size(), seen(all, chosen, request));
}

std::vector<Verdict> explain(const std::vector<Candidate>& candidates,
                             const PlacementRequest& request) {
  std::vector<Verdict> verdicts;
  std::vector<const Candidate*> fitting;
  for (const auto& candidate : candidates) {
    Verdict verdict{&candidate, rejection(candidate, request), {}};
    if (!verdict.reason) fitting.push_back(&candidate);
    verdict.detail = verdict.reason ? detail(candidate, request, *verdict.reason)
                                    : seen(candidates, candidate, request);
    verdicts.push_back(std::move(verdict));
  }
  const auto* best = fitting.empty() ? nullptr : choose(candidates, fitting, request);
  for (auto& verdict : verdicts) verdict.chosen = verdict.candidate == best;
  std::ranges::sort(verdicts, [&](const Verdict& a, const Verdict& b) {
    if (a.chosen != b.chosen) return a.chosen;
    if (a.reason.has_value() != b.reason.has_value()) return !a.reason;
    if (a.reason && closer(*a.candidate, *b.candidate, request)) return true;
    if (a.reason && closer(*b.candidate, *a.candidate, request)) return false;
    return a.candidate->instance->arn < b.candidate->instance->arn;
  });
  return verdicts;
}

}  // namespace berth::rules
