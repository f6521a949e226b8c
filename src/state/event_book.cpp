#include "state/event_book.hpp"

#include <algorithm>
#include <utility>

namespace berth::state {

const model::Event* EventBook::find(std::int64_t sequence) const {
  if (sequence < first_sequence() || sequence > last_sequence_) return nullptr;
  return &events_[static_cast<std::size_t>(sequence - first_sequence())];
}

void EventBook::tell(model::Event event) {
  event.sequence = ++last_sequence_;
  event.at = now_;
  if (events_.size() == model::events_max) events_.pop_front();
  events_.push_back(std::move(event));
}

void EventBook::clear() {
  // The count goes on: the number of an event never comes again.
  const auto last = last_sequence_;
  const auto now = now_;
  auto webhook = std::move(webhook_);
  *this = EventBook{};
  last_sequence_ = last;
  now_ = now;
  webhook_ = std::move(webhook);
}

void EventBook::put(model::EventRule rule) {
  const auto* old = rules_.find(rule.arn);
  for (auto& target : rule.targets) {
    target.delivered = last_sequence_;
    if (!old) continue;
    const auto known = std::ranges::find(old->targets, target.id, &model::EventTarget::id);
    if (known != old->targets.end()) target.delivered = known->delivered;
  }
  rule.past.clear();
  if (old) remember(*old, rule);
  auto arn = rule.arn;
  rules_.put(std::move(arn), std::move(rule));
}

/// Keeps the eras of which a target may still want an event. With too many of them the oldest is
/// given up together with its events: they must not be judged by another rule.
void EventBook::remember(const model::EventRule& old, model::EventRule& rule) const {
  rule.past = old.past;
  const bool other = rule.event_pattern != old.event_pattern || rule.state != old.state;
  const auto known = rule.past.empty() ? 0 : rule.past.back().last;
  if (other && last_sequence_ > known) {
    rule.past.push_back({last_sequence_, old.event_pattern, old.state});
  }
  if (rule.past.size() > model::event_rule_eras_max) {
    for (auto& target : rule.targets) {
      target.delivered = std::max(target.delivered, rule.past.front().last);
    }
  }
  auto behind = last_sequence_;
  for (const auto& target : rule.targets) behind = std::min(behind, target.delivered);
  const auto settled = std::max(behind, first_sequence() - 1);
  std::erase_if(rule.past, [&](const auto& era) { return era.last <= settled; });
}

void EventBook::put(model::Connection connection) {
  auto arn = connection.arn;
  connections_.put(std::move(arn), std::move(connection));
}

void EventBook::put(model::ApiDestination api_destination) {
  auto arn = api_destination.arn;
  api_destinations_.put(std::move(arn), std::move(api_destination));
}

void EventBook::move(const model::EventRuleArn& arn, const std::string& target,
                     std::int64_t delivered) {
  if (!rules_.contains(arn)) return;
  auto& targets = rules_.edit(arn).targets;
  const auto found = std::ranges::find(targets, target, &model::EventTarget::id);
  if (found != targets.end()) found->delivered = std::max(found->delivered, delivered);
}

EventRows EventBook::rows() const {
  EventRows rows{.events = {events_.begin(), events_.end()},
                 .last_sequence = last_sequence_,
                 .webhook = webhook_,
                 .rules = {},
                 .connections = {},
                 .api_destinations = {}};
  for (const auto& [arn, rule] : rules_) rows.rules.push_back(rule);
  for (const auto& [arn, row] : connections_) rows.connections.push_back(row);
  for (const auto& [arn, row] : api_destinations_) rows.api_destinations.push_back(row);
  return rows;
}

void EventBook::restore(EventRows rows) {
  events_.assign(std::make_move_iterator(rows.events.begin()),
                 std::make_move_iterator(rows.events.end()));
  last_sequence_ = rows.last_sequence;
  webhook_ = std::move(rows.webhook);
  for (auto& rule : rows.rules) {
    auto arn = rule.arn;
    rules_.put(std::move(arn), std::move(rule));
  }
  for (auto& row : rows.connections) put(std::move(row));
  for (auto& row : rows.api_destinations) put(std::move(row));
}

}  // namespace berth::state
