#include "events/event_pattern.hpp"

#include <set>
#include <string>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "events/field_match.hpp"

namespace berth::events {

namespace json = boost::json;

namespace {

constexpr int depth_max = 32;
constexpr std::string_view either = "$or";

std::unexpected<Error> invalid(std::string_view why) {
  return fail(ErrorCode::invalid_event_pattern,
              "Event pattern is not valid. Reason: " + std::string(why));
}

/// Of the lists that one event must fit together.
using Paths = std::set<std::string>;

Result<void> check_object(const json::object& pattern, const std::string& place, Paths& paths,
                          int depth);

/// Its objects are looked at apart from each other, but each together with what stands around.
Result<void> check_either(const json::value& value, const std::string& place, Paths& paths,
                          int depth) {
  const auto* choices = value.if_array();
  if (!choices || choices->size() < 2) {
    return invalid("\"$or\" must be an array of two or more objects");
  }
  Paths all;
  for (const auto& choice : *choices) {
    const auto* object = choice.if_object();
    if (!object) return invalid("\"$or\" must be an array of two or more objects");
    auto together = paths;
    TRY_VOID(check_object(*object, place, together, depth + 1));
    all.merge(together);
  }
  paths = std::move(all);
  return {};
}

Result<void> check_list(const json::array& entries, const std::string& path, Paths& paths) {
  if (entries.empty()) return invalid("Empty arrays are not allowed");
  for (const auto& entry : entries) {
    if (auto fault = fault_of_entry(entry)) return invalid(*fault);
  }
  if (paths.insert(path).second) return {};
  return invalid("Path `" + path + "` cannot be allowed multiple times");
}

Result<void> check_object(const json::object& pattern, const std::string& place, Paths& paths,
                          int depth) {
  if (depth > depth_max) return invalid("It is nested too deeply");
  if (pattern.empty()) return invalid("Empty objects are not allowed");
  for (const auto& [key, value] : pattern) {
    const auto path = place.empty() ? std::string(key) : place + "." + std::string(key);
    if (key == either) {
      TRY_VOID(check_either(value, place, paths, depth));
    } else if (const auto* object = value.if_object()) {
      TRY_VOID(check_object(*object, path, paths, depth + 1));
    } else if (const auto* entries = value.if_array()) {
      TRY_VOID(check_list(*entries, path, paths));
    } else {
      return invalid("\"" + std::string(key) + "\" must be an object or an array");
    }
  }
  return {};
}

/// In JSON each member has one colon outside of texts.
std::size_t members_of(std::string_view text) {
  std::size_t members = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
    if (!quoted && text[i] == ':') ++members;
  }
  return members;
}

std::size_t members_of(const json::value& value) {
  std::size_t members = 0;
  if (const auto* object = value.if_object()) {
    for (const auto& [key, each] : *object) members += 1 + members_of(each);
  } else if (const auto* list = value.if_array()) {
    for (const auto& each : *list) members += members_of(each);
  }
  return members;
}

bool matches_object(const json::object& pattern, const json::value* event);

/// An object of the pattern fits any of the objects in a list of the event.
bool matches_nested(const json::object& pattern, const json::value* field) {
  const auto* items = field ? field->if_array() : nullptr;
  if (!items) return matches_object(pattern, field);
  if (items->empty()) return matches_object(pattern, nullptr);
  for (const auto& item : *items) {
    if (matches_object(pattern, &item)) return true;
  }
  return false;
}

bool matches_any_choice(const json::array& choices, const json::value* event) {
  for (const auto& choice : choices) {
    if (matches_object(choice.as_object(), event)) return true;
  }
  return false;
}

bool matches_object(const json::object& pattern, const json::value* event) {
  const auto* fields = event ? event->if_object() : nullptr;
  for (const auto& [key, value] : pattern) {
    if (key == either) {
      if (!matches_any_choice(value.as_array(), event)) return false;
      continue;
    }
    const auto* field = fields ? fields->if_contains(key) : nullptr;
    const auto* object = value.if_object();
    const bool fits =
        object ? matches_nested(*object, field) : matches_field(value.as_array(), field);
    if (!fits) return false;
  }
  return true;
}

Result<json::value> parse_json(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 2 * depth_max;
  auto value = json::parse(text, error, {}, options);
  if (error) return fail(ErrorCode::validation, "The text is no JSON: " + error.message());
  return value;
}

}  // namespace

Result<EventPattern> EventPattern::parse(std::string_view text) {
  auto value = parse_json(text);
  if (!value) return invalid("It is no JSON object");
  const auto* object = value->if_object();
  if (!object) return invalid("Filter is not an object");
  // Of a key that is given twice the parser keeps the last.
  if (members_of(text) != members_of(*value)) {
    return invalid("A path cannot be allowed multiple times");
  }
  Paths paths;
  TRY_VOID(check_object(*object, "", paths, 1));
  return EventPattern(std::move(*value));
}

bool EventPattern::matches(const json::value& event) const {
  return matches_object(pattern_.as_object(), &event);
}

Result<json::value> parse_event(std::string_view text) { return parse_json(text); }

}  // namespace berth::events
