#include "rules/placement/capacity_provider_strategy.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace berth::rules {

namespace {

using gen::ecs::CapacityProviderStrategyItem;
using model::CapacityProviderStrategy;

constexpr std::int32_t base_max = 100'000;
constexpr std::int32_t weight_max = 1000;

std::int32_t base_of(const CapacityProviderStrategyItem& item) { return item.base.value_or(0); }
std::int32_t weight_of(const CapacityProviderStrategyItem& item) { return item.weight.value_or(0); }

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

std::int32_t count_of(const ProviderCounts& counts, const std::string& provider) {
  const auto found = counts.find(provider);
  return found == counts.end() ? 0 : found->second;
}

/// Tasks beyond the base, which the weights divide.
std::int64_t weighed(const CapacityProviderStrategyItem& item, const ProviderCounts& counts) {
  return std::max(0, count_of(counts, item.capacity_provider) - base_of(item));
}

/// How far the provider is behind its weight's part of `total` tasks, times the sum of weights.
std::int64_t deficit(const CapacityProviderStrategy& strategy, const ProviderCounts& counts,
                     const CapacityProviderStrategyItem& item, std::int64_t extra) {
  std::int64_t weights = 0, total = extra;
  for (const auto& each : strategy) {
    weights += weight_of(each);
    total += weighed(each, counts);
  }
  return weight_of(item) * total - weights * weighed(item, counts);
}

Result<void> check_item(const CapacityProviderStrategyItem& item) {
  if (base_of(item) < 0 || base_of(item) > base_max) {
    return refused("The base of the capacity provider {} must be between 0 and {}.",
                   item.capacity_provider, base_max);
  }
  if (weight_of(item) < 0 || weight_of(item) > weight_max) {
    return refused("The weight of the capacity provider {} must be between 0 and {}.",
                   item.capacity_provider, weight_max);
  }
  return {};
}

bool is_fargate(const std::string& provider) { return provider.starts_with("FARGATE"); }

}  // namespace

Result<void> check_strategy(const CapacityProviderStrategy& strategy,
                            const std::vector<std::string>& associated) {
  if (strategy.size() > capacity_providers_max) {
    return refused("A capacity provider strategy can contain a maximum of {} capacity providers.",
                   capacity_providers_max);
  }
  std::set<std::string> names;
  std::size_t with_base = 0, with_weight = 0, on_fargate = 0;
  for (const auto& item : strategy) {
    TRY_VOID(check_item(item));
    const auto& name = item.capacity_provider;
    if (!names.insert(name).second) {
      return refused("The capacity provider {} stands in the strategy twice.", name);
    }
    if (std::ranges::find(associated, name) == associated.end()) {
      return refused(
          "The specified capacity provider strategy cannot contain a capacity provider that is "
          "not associated with the cluster. Associate the capacity provider with the cluster and "
          "try again.");
    }
    with_base += base_of(item) > 0 ? 1 : 0;
    with_weight += weight_of(item) > 0 ? 1 : 0;
    on_fargate += is_fargate(name) ? 1 : 0;
  }
  if (with_base > 1) {
    return refused("Only one capacity provider in a capacity provider strategy can have a base.");
  }
  if (with_weight == 0 && strategy.size() > 1) {
    return refused(
        "At least one capacity provider in the capacity provider strategy must have a weight "
        "greater than 0.");
  }
  if (on_fargate > 0 && on_fargate < strategy.size()) {
    return refused(
        "A capacity provider strategy cannot contain a mix of capacity providers using Auto "
        "Scaling groups and Fargate providers.");
  }
  return {};
}

const std::string& next_provider(const CapacityProviderStrategy& strategy,
                                 const ProviderCounts& counts) {
  for (const auto& item : strategy) {
    if (count_of(counts, item.capacity_provider) < base_of(item)) return item.capacity_provider;
  }
  const auto furthest_behind = std::ranges::max_element(strategy, {}, [&](const auto& item) {
    // Without a weight it takes no tasks, unless it stands alone.
    const bool weightless = weight_of(item) == 0;
    return std::pair(!weightless, deficit(strategy, counts, item, 1));
  });
  return furthest_behind->capacity_provider;
}

std::int64_t beyond_its_part(const CapacityProviderStrategy& strategy, const ProviderCounts& counts,
                             const std::string& provider) {
  const auto item =
      std::ranges::find(strategy, provider, &CapacityProviderStrategyItem::capacity_provider);
  if (item == strategy.end()) return INT64_MAX;
  if (count_of(counts, provider) <= base_of(*item)) return INT64_MIN;
  return -deficit(strategy, counts, *item, 0);
}

}  // namespace berth::rules
