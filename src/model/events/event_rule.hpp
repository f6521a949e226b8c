#pragma once
// Rules of EventBridge and what they lead to: a target is an API destination, which is an HTTP
// endpoint together with the connection whose credentials it takes.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/secret_shape.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/tags.hpp"

namespace berth::model {

struct EventTarget {
  std::string id;
  ApiDestinationArn arn;
  std::optional<std::string> role_arn;
  // What is sent in place of the event; at most one of the three.
  std::optional<std::string> input;
  std::optional<std::string> input_path;
  std::optional<std::string> input_template;
  std::map<std::string, std::string> input_paths;  // Of the template.
  std::vector<std::string> path_values;            // For each '*' of the endpoint.
  std::map<std::string, std::string> header_parameters, query_parameters;
  std::optional<std::int32_t> retry_attempts_max, event_age_max;  // event_age_max in seconds.
  /// The last event that it need not get any more.
  std::int64_t delivered = 0;
};
BOOST_DESCRIBE_STRUCT(EventTarget, (),
                      (id, arn, role_arn, input, input_path, input_template, input_paths,
                       path_values, header_parameters, query_parameters, retry_attempts_max,
                       event_age_max, delivered))

enum class EventRuleState : std::uint8_t { enabled, disabled };
BOOST_DESCRIBE_ENUM(EventRuleState, enabled, disabled)

/// How a rule was up to an event.
struct EventRuleEra {
  std::int64_t last = 0;  // The newest event that was told before the rule became another.
  std::string event_pattern;
  EventRuleState state = EventRuleState::enabled;

  bool operator==(const EventRuleEra&) const = default;
};
BOOST_DESCRIBE_STRUCT(EventRuleEra, (), (last, event_pattern, state))

/// The eras of a rule that are kept for targets that are behind.
constexpr std::size_t event_rule_eras_max = 100;

/// On the default event bus of its account and region.
struct EventRule {
  EventRuleArn arn;
  std::string name;
  std::string event_pattern;
  EventRuleState state = EventRuleState::enabled;
  std::optional<std::string> description, role_arn;
  std::vector<EventTarget> targets;  // In the order in which they were put.
  Tags tags;
  /// Oldest first: what a target has not got yet is judged by the rule as it was then.
  std::vector<EventRuleEra> past;
};
BOOST_DESCRIBE_STRUCT(EventRule, (),
                      (arn, name, event_pattern, state, description, role_arn, targets, tags, past))

enum class Authorization : std::uint8_t { basic, api_key };
BOOST_DESCRIBE_ENUM(Authorization, basic, api_key)

/// A header or query parameter of every request; a secret one is never shown.
struct ConnectionParameter {
  std::string key;
  Secret value;
  bool secret = false;
};
BOOST_DESCRIBE_STRUCT(ConnectionParameter, (), (key, value, secret))

struct Connection {
  ConnectionArn arn;
  std::string name;
  std::optional<std::string> description;
  Authorization authorization = Authorization::basic;
  std::string user;  // Or the name of the header that takes the key.
  Secret secret;     // Never shown: the password, or the key.
  std::vector<ConnectionParameter> headers, query;
  Instant created_at{}, modified_at{};
};
BOOST_DESCRIBE_STRUCT(Connection, (),
                      (arn, name, description, authorization, user, secret, headers, query,
                       created_at, modified_at))

struct ApiDestination {
  ApiDestinationArn arn;
  std::string name;
  std::optional<std::string> description;
  ConnectionArn connection_arn;
  std::string endpoint;
  std::string method;
  std::int32_t rate = 300;  // Requests a second at most.
  Instant created_at{}, modified_at{};
};
BOOST_DESCRIBE_STRUCT(ApiDestination, (),
                      (arn, name, description, connection_arn, endpoint, method, rate, created_at,
                       modified_at))

}  // namespace berth::model
