#pragma once
// The HTTP request that takes an event to a target: the endpoint of its API destination, the
// credentials of the connection, and what the target wants to be sent in place of the event.

#include <string>

#include <boost/json/value.hpp>

#include "base/http.hpp"
#include "base/result.hpp"
#include "model/events/event_rule.hpp"

namespace berth::events {

struct Invocation {
  std::string endpoint;  // "http://host:port"
  HttpRequest request;
};

/// What the target is sent: the event, or what its input, path or template make of it.
std::string body_of(const model::EventTarget& target, const model::EventRule& rule,
                    std::string_view event, const boost::json::value& parsed);

/// validation where a URL is not "http://host[:port][/path][?query]"; the error does not repeat it,
/// for there may be secrets in it.
Result<Invocation> plain_invocation(std::string_view url, std::string body);

/// validation where the target does not give one value for each '*' in the endpoint's path, or one
/// of its values begins as a JSONPath and is none.
Result<void> check_parameters(const model::EventTarget& target, std::string_view endpoint);

/// Values of the path and the query that are a JSONPath as a whole are taken from the event;
/// headers are not (EventBridge: dynamic path parameters).
Result<Invocation> invocation_of(const model::EventTarget& target,
                                 const model::ApiDestination& destination,
                                 const model::Connection& connection,
                                 const boost::json::value& event, std::string body);

}  // namespace berth::events
