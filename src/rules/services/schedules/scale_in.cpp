#include "rules/services/schedules/scale_in.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "rules/placement/capacity_provider_strategy.hpp"
#include "rules/placement/strategy.hpp"

namespace berth::rules {

namespace {

using gen::ecs::PlacementStrategy;
using gen::ecs::PlacementStrategyType;

/// The strategies of a service; what ECS does without any is a spread over zones and instances.
PlacementStrategies strategies_of(const model::Service& service) {
  if (!service.placement_strategy.empty()) return service.placement_strategy;
  PlacementStrategies spread(2);
  for (auto& each : spread) each.type = PlacementStrategyType::spread;
  spread[0].field = std::string(zone_field);
  spread[1].field = "instanceId";
  return spread;
}

/// What a spread field tells the task's instance apart by.
std::string group_of(const TaskStanding& standing, std::string_view field) {
  if (field == "instanceId") return standing.task().container_instance_arn.text();
  if (field == zone_field) return standing.task().availability_zone;
  const auto* instance = standing.facts->instance;
  const auto* value = instance ? spread_value(*instance, field) : nullptr;
  return value ? *value : "";
}

/// What its instance has left, MiB or units.
std::int64_t room_beside(const TaskStanding& standing, std::string_view field) {
  const auto* instance = standing.facts->instance;
  const auto* reserved = standing.facts->reserved;
  return instance && reserved ? left_of(field, *instance, *reserved) : 0;
}

/// Chosen one by one, as each that goes changes how the others are spread.
class Choice {
 public:
  Choice(const std::vector<const TaskStanding*>& tasks, const model::Service& service,
         const std::vector<const TaskStanding*>& stay)
      : strategies_(strategies_of(service)), providers_(service.capacity_provider_strategy) {
    for (const auto* each : tasks) left_.push_back(count_in(*each));
    for (const auto* each : stay) count_in(*each);
  }

  std::vector<const TaskStanding*> take(std::size_t count) {
    std::vector<const TaskStanding*> chosen;
    while (chosen.size() < count && !left_.empty()) {
      const auto next =
          std::ranges::max_element(left_, {}, [&](const Measured& each) { return rank(each); });
      chosen.push_back(next->standing);
      --tasks_by_provider_[next->standing->task().capacity_provider.value_or("")];
      for (std::size_t i = 0; i < strategies_.size(); ++i) {
        if (is_spread(i)) --tasks_by_group_[next->measures[i]];
      }
      *next = left_.back();
      left_.pop_back();
    }
    return chosen;
  }

 private:
  using Measures = std::array<std::int64_t, placement_strategies_max>;

  using Rank =
      std::tuple<bool, bool, bool, bool, std::int64_t, Measures, Instant, std::string_view>;

  struct Measured {
    const TaskStanding* standing;
    Measures measures{};  // For each strategy: the group's number, or the room.
  };

  bool is_spread(std::size_t strategy) const {
    return strategies_[strategy].type == PlacementStrategyType::spread;
  }

  /// The task counts in its groups from now on.
  Measured count_in(const TaskStanding& standing) {
    Measured measured{&standing};
    ++tasks_by_provider_[standing.task().capacity_provider.value_or("")];
    for (std::size_t i = 0; i < strategies_.size(); ++i) {
      const auto field = strategies_[i].field.value_or("");
      if (strategies_[i].type == PlacementStrategyType::binpack) {
        measured.measures[i] = room_beside(standing, field);
      }
      if (!is_spread(i)) continue;
      const auto number = static_cast<std::int64_t>(groups_.size());
      const auto [group, added] = groups_.try_emplace({i, group_of(standing, field)}, number);
      if (added) tasks_by_group_.push_back(0);
      ++tasks_by_group_[group->second];
      measured.measures[i] = group->second;
    }
    return measured;
  }

  /// The largest goes first.
  Rank rank(const Measured& measured) const {
    auto measures = measured.measures;
    for (std::size_t i = 0; i < strategies_.size(); ++i) {
      if (is_spread(i)) measures[i] = tasks_by_group_[measures[i]];
    }
    const auto& standing = *measured.standing;
    const auto& task = standing.task();
    return {!standing.running,     standing.sick, standing.displaced, !standing.healthy,
            beyond_its_part(task), measures,      task.created_at,    task.arn.text()};
  }

  std::int64_t beyond_its_part(const model::Task& task) const {
    if (providers_.empty()) return 0;
    return rules::beyond_its_part(providers_, tasks_by_provider_,
                                  task.capacity_provider.value_or(""));
  }

  PlacementStrategies strategies_;
  const model::CapacityProviderStrategy& providers_;
  ProviderCounts tasks_by_provider_;
  std::vector<Measured> left_;
  std::map<std::pair<std::size_t, std::string>, std::int64_t> groups_;
  std::vector<std::int64_t> tasks_by_group_;
};

}  // namespace

std::vector<const TaskStanding*> choose_to_stop(const std::vector<const TaskStanding*>& tasks,
                                                std::size_t count, const model::Service& service,
                                                const std::vector<const TaskStanding*>& stay) {
  return Choice(tasks, service, stay).take(count);
}

}  // namespace berth::rules
