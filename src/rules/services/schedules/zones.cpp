#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "rules/deployments/percent.hpp"
#include "rules/services/schedules/schedules.hpp"
#include "rules/services/service_events.hpp"

namespace berth::rules {

namespace {

using model::ZoneBalance;

/// Only where a deployment is over: a rolling update places its tasks evenly by itself.
bool applies(const Round& round) {
  const auto& service = round.plan.service;
  return round.is_active() &&
         service.availability_zone_rebalancing == gen::ecs::AvailabilityZoneRebalancing::enabled &&
         service.deployments.size() == 1 &&
         service.deployments.front().rollout_state == model::RolloutState::completed;
}

/// The tasks in each zone; of those, the ones that may move are counted in `movable`.
ZoneCounts count_tasks(const Round& round, ZoneCounts& movable) {
  ZoneCounts counts;
  for (const auto& zone : round.facts.zones) counts[zone] = 0;
  for (const auto& each : round.tasks) {
    if (!each.wanted) continue;
    ++counts[each.task().availability_zone];
    movable[each.task().availability_zone] += each.shielded ? 0 : 1;
  }
  return counts;
}

const std::string& emptiest_of(const std::set<std::string>& usable, ZoneCounts& counts) {
  return *std::ranges::min_element(usable, {},
                                   [&](const std::string& zone) { return counts[zone]; });
}

bool is_even(const std::set<std::string>& usable, ZoneCounts counts) {
  const auto least = counts[emptiest_of(usable, counts)];
  return std::ranges::all_of(counts, [&](const auto& entry) { return entry.second - least <= 1; });
}

using Moves = std::map<std::string, std::int32_t>;

/// Moves one task after the other from the fullest zone that has one to give to the emptiest usable
/// one, in thought.
Moves moves_into(const std::set<std::string>& usable, ZoneCounts counts, ZoneCounts movable) {
  Moves moves;
  while (!usable.empty()) {
    const auto& emptiest = emptiest_of(usable, counts);
    const auto fullest = std::ranges::max_element(counts, {}, [&](const auto& entry) {
      return movable[entry.first] > 0 ? entry.second : -1;
    });
    const bool movable_there = movable[fullest->first] > 0;
    if (!movable_there || fullest->second - counts[emptiest] <= 1) return moves;
    --fullest->second;
    --movable[fullest->first];
    ++counts[emptiest];
    ++moves[emptiest];
  }
  return moves;
}

/// Full zones take nothing, so tasks go to the others first. Where only a full one would help, it
/// is asked for: that it cannot take the task is told, and tried again.
Moves moves_of(const ServiceFacts& facts, const ZoneCounts& counts, const ZoneCounts& movable) {
  std::set<std::string> open;
  std::ranges::set_difference(facts.zones, facts.full_zones, std::inserter(open, open.end()));
  auto moves = moves_into(open, counts, movable);
  return moves.empty() ? moves_into(facts.zones, counts, movable) : moves;
}

/// What was told of a full zone holds while it is full, also while nothing is tried there.
void keep_telling_of_full_zones(Round& round) {
  for (const auto& zone : round.facts.full_zones) {
    auto text = unplaced_in_zone_event(round.service, zone);
    if (round.service.standing_events.contains(text)) round.tell_standing(std::move(text));
  }
}

void note_balance(Round& round, ZoneBalance balance, std::string text) {
  if (round.plan.service.zone_balance == balance) return;
  round.plan.service.zone_balance = balance;
  round.changed = true;
  round.plan.closing_events.push_back(std::move(text));
}

/// As many tasks as wanted, all of them healthy: what is still on its way changes the picture.
bool is_settled(const Round& round) {
  std::int32_t there = 0;
  for (const auto& each : round.tasks) {
    if (!each.wanted) continue;
    if (!each.healthy || each.displaced) return false;
    ++there;
  }
  return there == round.service.desired_count && round.plan.stop.empty() &&
         round.plan.start.empty();
}

}  // namespace

void even_out_zones(Round& round) {
  if (!applies(round) || round.facts.zones.empty()) return;
  if (!is_settled(round)) return keep_telling_of_full_zones(round);
  ZoneCounts movable;
  const auto counts = count_tasks(round, movable);
  if (is_even(round.facts.zones, counts)) {
    return note_balance(round, ZoneBalance::balanced, balanced_event(round.service, counts));
  }
  keep_telling_of_full_zones(round);
  const auto moves = moves_of(round.facts, counts, movable);
  // What is under protection stays where it is, however uneven.
  if (moves.empty()) return;
  note_balance(round, ZoneBalance::unbalanced, unbalanced_event(round.service, counts));
  const auto& deployment = round.deployment(0);
  const auto& until = deployment.throttled_until;
  if (until && round.now < *until) return round.look_again_at(*until);
  const auto desired = round.service.desired_count;
  auto room = running_count_max(desired, round.service.maximum_percent) - desired;
  for (const auto& [zone, count] : moves) {
    const auto start = std::min(room, count);
    if (start <= 0) return;
    round.plan.start.push_back({deployment.id, start, 0, std::nullopt, zone});
    room -= start;
  }
}

}  // namespace berth::rules
