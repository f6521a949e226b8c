#include "rules/placement/strategy.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/placement/by_class.hpp"

namespace berth::rules {

namespace {

using gen::ecs::PlacementStrategy;
using gen::ecs::PlacementStrategyType;

constexpr std::string_view attribute_prefix = "attribute:";

/// Keeps those for which `rank` is smallest.
template <class Rank>
void keep_smallest(std::vector<const Candidate*>& candidates, Rank rank) {
  auto least = std::numeric_limits<std::int64_t>::max();
  std::size_t kept = 0;
  for (const auto* each : candidates) {
    const std::int64_t rank_of_it = rank(*each);
    if (rank_of_it > least) continue;
    if (rank_of_it < least) kept = 0;
    least = rank_of_it;
    candidates[kept++] = each;
  }
  candidates.resize(kept);
}

/// Instances without the attribute count as a group of their own that is taken last.
void spread(const std::vector<Candidate>& all, std::vector<const Candidate*>& fitting,
            std::string_view field) {
  if (field == "instanceId")
    return keep_smallest(
        fitting, [](const Candidate& candidate) { return std::int64_t{candidate.tasks_of_group}; });
  const auto tasks = tasks_by_value(all, field);
  ByClass ranks([&](const model::ContainerInstance& instance) -> std::int64_t {
    const auto* value = spread_value(instance, field);
    if (!value) return std::numeric_limits<std::int64_t>::max();
    const auto counted = tasks.find(*value);
    return counted == tasks.end() ? 0 : counted->second;
  });
  keep_smallest(fitting, [&](const Candidate& candidate) { return ranks.of(candidate); });
}

void narrow(const std::vector<Candidate>& all, std::vector<const Candidate*>& fitting,
            const PlacementStrategy& strategy, std::uint64_t seed) {
  switch (*strategy.type) {
    case PlacementStrategyType::spread: return spread(all, fitting, *strategy.field);
    case PlacementStrategyType::binpack:
      return keep_smallest(fitting, strategy.field == "cpu" ? cpu_left : memory_left);
    case PlacementStrategyType::random: fitting = {fitting[seed % fitting.size()]}; return;
  }
}

std::unexpected<Error> wrong(std::string_view what) {
  return fail(ErrorCode::invalid_parameter, fmt::format("Invalid placement strategy: {}.", what));
}

Result<void> normalize(PlacementStrategy& strategy) {
  if (!strategy.type) return wrong("type is missing");
  const auto field = strategy.field.value_or("");
  switch (*strategy.type) {
    case PlacementStrategyType::random: strategy.field.reset(); return {};
    case PlacementStrategyType::binpack:
      strategy.field = lowercase(field);
      if (strategy.field == "cpu" || strategy.field == "memory") return {};
      return wrong(fmt::format("binpack has the field cpu or memory, not '{}'", field));
    case PlacementStrategyType::spread:
      if (iequals(field, "host") || iequals(field, "instanceId")) {
        strategy.field = "instanceId";
        return {};
      }
      if (field.starts_with(attribute_prefix) && field.size() > attribute_prefix.size()) return {};
      return wrong(fmt::format(
          "spread has the field instanceId, host or attribute:<name>, not '{}'", field));
  }
  return {};
}

}  // namespace

Result<PlacementStrategies> normalize_strategies(PlacementStrategies strategies) {
  if (strategies.size() > placement_strategies_max) {
    return wrong(fmt::format("at most {} can be given", placement_strategies_max));
  }
  for (auto& strategy : strategies) TRY_VOID(normalize(strategy));
  return strategies;
}

const std::string* spread_value(const model::ContainerInstance& instance, std::string_view field) {
  if (field == "instanceId") return &instance.arn.text();
  if (field == zone_field) return &instance.availability_zone;
  static const std::string no_value;
  const auto* attribute = find_attribute(instance, field.substr(attribute_prefix.size()));
  if (!attribute) return nullptr;
  return attribute->value ? &*attribute->value : &no_value;
}

std::map<std::string_view, std::int64_t> tasks_by_value(const std::vector<Candidate>& all,
                                                        std::string_view field) {
  std::map<std::string_view, std::int64_t> tasks;
  // One place for all instances of a class; each instance is a value of its own for `instanceId`.
  const auto count_of = [&](const model::ContainerInstance& instance) -> std::int64_t* {
    const auto* value = spread_value(instance, field);
    return value ? &tasks[*value] : nullptr;
  };
  ByClass counts(count_of);
  for (const auto& candidate : all) {
    if (candidate.tasks_of_group == 0) continue;
    auto* count = field == "instanceId" ? count_of(*candidate.instance) : counts.of(candidate);
    if (count) *count += candidate.tasks_of_group;
  }
  return tasks;
}

std::int64_t left_of(std::string_view field, const model::ContainerInstance& instance,
                     const model::Resources& reserved) {
  return field == "cpu" ? std::int64_t{instance.registered.cpu} - reserved.cpu
                        : std::int64_t{instance.registered.memory} - reserved.memory;
}

std::int64_t memory_left(const Candidate& candidate) {
  return left_of("memory", *candidate.instance, *candidate.reserved);
}

std::int64_t cpu_left(const Candidate& candidate) {
  return left_of("cpu", *candidate.instance, *candidate.reserved);
}

const Candidate* choose(const std::vector<Candidate>& all, std::vector<const Candidate*> fitting,
                        const PlacementRequest& request) {
  if (request.strategies.empty()) spread(all, fitting, zone_field);
  for (const auto& strategy : request.strategies) narrow(all, fitting, strategy, request.seed);
  // Without a copy of the ARN, which would be most of the work.
  using Rank = std::tuple<std::int32_t, std::int64_t, const model::ContainerInstanceArn&>;
  return *std::ranges::min_element(fitting, {}, [](const Candidate* candidate) -> Rank {
    return {candidate->tasks_of_group, -memory_left(*candidate), candidate->instance->arn};
  });
}

}  // namespace berth::rules
