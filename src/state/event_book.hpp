#pragma once
// The events that were told, newest last and at most events_max of them, and who wants them: rules
// with their targets, and the webhook of the server's operator. Each receiver has a place in the
// events; what lies behind it was delivered. State fills it from apply(), so replaying the journal
// gives the same events.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "model/events/event.hpp"
#include "model/events/event_rule.hpp"
#include "state/table.hpp"

namespace berth::state {

/// How far the operator's webhook is; another URL begins anew.
struct WebhookPlace {
  std::string url;
  std::int64_t delivered = 0;
};
BOOST_DESCRIBE_STRUCT(WebhookPlace, (), (url, delivered))

/// As the journal's snapshot holds it.
struct EventRows {
  std::vector<model::Event> events;  // Oldest first.
  std::int64_t last_sequence = 0;
  std::optional<WebhookPlace> webhook;
  std::vector<model::EventRule> rules;
  std::vector<model::Connection> connections;
  std::vector<model::ApiDestination> api_destinations;
};
BOOST_DESCRIBE_STRUCT(EventRows, (),
                      (events, last_sequence, webhook, rules, connections, api_destinations))

class EventBook {
 public:
  /// Oldest first; their sequence numbers follow each other.
  const std::deque<model::Event>& events() const { return events_; }
  /// Of the newest event; 0 before the first.
  std::int64_t last_sequence() const { return last_sequence_; }
  /// Of the oldest that is kept; of the next one when none is.
  std::int64_t first_sequence() const {
    return events_.empty() ? last_sequence_ + 1 : events_.front().sequence;
  }
  /// Null when it was never told or is not kept any more.
  const model::Event* find(std::int64_t sequence) const;
  const auto& rules() const { return rules_; }
  const auto& connections() const { return connections_; }
  const auto& api_destinations() const { return api_destinations_; }
  const std::optional<WebhookPlace>& webhook() const { return webhook_; }

  // What follows is for State only.

  /// Gives the event its number and instant.
  void tell(model::Event event);
  /// The instant of what is told from now on.
  void set_time(Instant now) { now_ = now; }
  /// Empties everything but the count and the webhook, which is the operator's.
  void clear();

  /// Targets that were there keep their places; new ones begin with the next event. What was told
  /// until now remains the matter of the rule as it was.
  void put(model::EventRule rule);
  void put(model::Connection connection);
  void put(model::ApiDestination api_destination);
  void erase(const model::EventRuleArn& arn) { rules_.erase(arn); }
  void erase(const model::ConnectionArn& arn) { connections_.erase(arn); }
  void erase(const model::ApiDestinationArn& arn) { api_destinations_.erase(arn); }
  /// A rule or target that is gone is no place to move.
  void move(const model::EventRuleArn& arn, const std::string& target, std::int64_t delivered);
  void move_webhook(WebhookPlace place) { webhook_ = std::move(place); }

  EventRows rows() const;
  void restore(EventRows rows);

 private:
  void remember(const model::EventRule& old, model::EventRule& rule) const;

  std::deque<model::Event> events_;
  std::int64_t last_sequence_ = 0;
  Instant now_{};
  std::optional<WebhookPlace> webhook_;
  Table<model::EventRuleArn, model::EventRule> rules_;
  Table<model::ConnectionArn, model::Connection> connections_;
  Table<model::ApiDestinationArn, model::ApiDestination> api_destinations_;
};

}  // namespace berth::state
