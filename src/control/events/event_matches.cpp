#include "control/events/event_matches.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.hpp"

namespace berth::control {

namespace {

/// Events that are looked at in one turn: with hundreds of rules these take milliseconds.
constexpr std::int64_t looks_max = 64;
/// Documents that are kept for targets which come to them later.
constexpr std::size_t documents_max = 256;

std::vector<model::EventRuleEra> eras_of(const model::EventRule& rule) {
  auto eras = rule.past;
  eras.push_back({std::numeric_limits<std::int64_t>::max(), rule.event_pattern, rule.state});
  return eras;
}

}  // namespace

void EventMatches::follow(const state::EventBook& book) {
  auto first = book.last_sequence();
  std::map<model::EventRuleArn, Watch> watches;
  for (const auto& [arn, rule] : book.rules()) {
    if (rule.targets.empty()) continue;
    for (const auto& target : rule.targets) first = std::min(first, target.delivered);
    auto& watch = watches[arn];
    if (const auto known = watches_.find(arn); known != watches_.end()) {
      watch = std::move(known->second);
    }
    auto rows = eras_of(rule);
    if (rows == watch.rows) continue;
    watch.realm = model::realm_of(arn.text());
    watch.eras.clear();
    for (const auto& row : rows) {
      auto pattern = events::EventPattern::parse(row.event_pattern);
      auto& era = watch.eras.emplace_back();
      era.last = row.last;
      era.enabled = row.state == model::EventRuleState::enabled && pattern.has_value();
      if (pattern) era.pattern = std::move(*pattern);
    }
    watch.rows = std::move(rows);
  }
  watches_ = std::move(watches);
  // A rule that comes later wants only what was not told before it came.
  if (looked_at_ < 0) looked_at_ = first;
}

void EventMatches::look(const state::State& state) {
  const auto& book = state.events();
  looked_at_ = std::max(looked_at_, book.first_sequence() - 1);
  if (watches_.empty()) looked_at_ = book.last_sequence();
  const auto end = std::min(book.last_sequence(), looked_at_ + looks_max);
  while (looked_at_ < end) look_at(state, *book.find(++looked_at_));
}

void EventMatches::look_at(const state::State& state, const model::Event& event) {
  const auto realm = model::realm_of(subject_of(event));
  for (auto& [rule, watch] : watches_) {
    const auto era = std::ranges::lower_bound(watch.eras, event.sequence, {}, &Era::last);
    if (!era->enabled || watch.realm != realm) continue;
    if (era->pattern->matches(document(state, event).parsed)) {
      watch.wanted.push_back(event.sequence);
    }
  }
}

std::optional<std::int64_t> EventMatches::next(const model::EventRuleArn& rule,
                                               std::int64_t handled) const {
  const auto watch = watches_.find(rule);
  if (watch == watches_.end()) return std::nullopt;
  const auto& wanted = watch->second.wanted;
  const auto found = std::ranges::upper_bound(wanted, handled);
  return found == wanted.end() ? std::nullopt : std::optional(*found);
}

std::int64_t EventMatches::count(const model::EventRuleArn& rule, std::int64_t handled,
                                 std::int64_t last) const {
  const auto watch = watches_.find(rule);
  if (watch == watches_.end()) return 0;
  const auto& wanted = watch->second.wanted;
  return std::ranges::upper_bound(wanted, last) - std::ranges::upper_bound(wanted, handled);
}

void EventMatches::forget(const model::EventRuleArn& rule, std::int64_t handled) {
  const auto watch = watches_.find(rule);
  if (watch == watches_.end()) return;
  auto& wanted = watch->second.wanted;
  while (!wanted.empty() && wanted.front() <= handled) wanted.pop_front();
}

const events::EventDocument& EventMatches::document(const state::State& state,
                                                    const model::Event& event) {
  if (const auto known = documents_.find(event.sequence); known != documents_.end()) {
    return known->second;
  }
  if (documents_.size() == documents_max) documents_.erase(documents_.begin());
  auto text = write_(state, event);
  auto parsed = events::parse_event(text);
  check(parsed.has_value(), "an event is written as JSON");
  return documents_[event.sequence] = {std::move(text), std::move(*parsed)};
}

}  // namespace berth::control
