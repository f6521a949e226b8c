#pragma once
// One field of an event against the list that a pattern has for it.

#include <optional>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace berth::events {

/// Why the entry cannot stand in a pattern, in EventBridge's manner; nothing for a right one.
std::optional<std::string> fault_of_entry(const boost::json::value& entry);

/// Whether any entry fits. `field` is null where the event has none. The entries were checked.
bool matches_field(const boost::json::array& entries, const boost::json::value* field);

}  // namespace berth::events
