#pragma once
// Event patterns as rules of EventBridge and TestEventPattern have them: objects whose leaves are
// lists of what a field may be. A list matches when any of its entries does, an object when each of
// its fields does, "$or" when any of its objects does; a field that is a list in the event matches
// with any of its items. Entries are values, or {"prefix"}, {"suffix"}, {"anything-but"},
// {"numeric"}, {"exists"}, {"equals-ignore-case"}, {"wildcard"} and {"cidr"}.

#include <string>
#include <string_view>
#include <utility>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace berth::events {

/// An event as receivers get it, and as patterns look at it.
struct EventDocument {
  std::string text;
  boost::json::value parsed;
};

class EventPattern {
 public:
  /// invalid_event_pattern with EventBridge's words for a text that is no pattern.
  static Result<EventPattern> parse(std::string_view text);

  bool matches(const boost::json::value& event) const;

 private:
  explicit EventPattern(boost::json::value pattern) : pattern_(std::move(pattern)) {}

  boost::json::value pattern_;  // Checked: matching meets nothing unknown.
};

/// The JSON of an event; validation for a text that is none.
Result<boost::json::value> parse_event(std::string_view text);

}  // namespace berth::events
