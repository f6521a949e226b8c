#include "events/input.hpp"

#include <optional>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "events/event_pattern.hpp"

namespace berth::events {

namespace json = boost::json;

namespace {

constexpr std::string_view reserved[] = {
    "aws.events.event",    "aws.events.event.json", "aws.events.event.ingestion-time",
    "aws.events.rule-arn", "aws.events.rule-name",
};

bool is_reserved(std::string_view name) {
  for (const auto each : reserved) {
    if (name == each) return true;
  }
  return false;
}

/// The names and positions between the dots and brackets; nothing for a text that is no path.
std::optional<std::vector<std::string>> steps_of(std::string_view path) {
  if (!path.starts_with('$')) return std::nullopt;
  path.remove_prefix(1);
  std::vector<std::string> steps;
  while (!path.empty()) {
    const char begin = path.front();
    path.remove_prefix(1);
    auto end = begin == '.' ? path.find_first_of(".[") : path.find(']');
    if (begin == '[' && end == std::string_view::npos) return std::nullopt;
    if (begin != '.' && begin != '[') return std::nullopt;
    auto step = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + (begin == '[' ? 1 : 0));
    const bool quoted = step.size() > 2 && (step.front() == '\'' || step.front() == '"') &&
                        step.back() == step.front();
    if (begin == '[' && !quoted && !parse_unsigned(step)) return std::nullopt;
    if (quoted) step = step.substr(1, step.size() - 2);
    if (step.empty()) return std::nullopt;
    steps.emplace_back(step);
  }
  return steps;
}

const json::value* find(const json::value& event, std::string_view path) {
  const auto steps = steps_of(path);
  if (!steps) return nullptr;
  const auto* value = &event;
  for (const auto& step : *steps) {
    if (const auto* list = value->if_array()) {
      const auto place = parse_unsigned(step);
      if (!place || *place >= list->size()) return nullptr;
      value = &(*list)[*place];
    } else {
      const auto* object = value->if_object();
      value = object ? object->if_contains(step) : nullptr;
      if (!value) return nullptr;
    }
  }
  return value;
}

/// Inside quotes: a text without its quotes, anything else with its own escaped.
std::string bare(const json::value& value) {
  if (value.is_string()) {
    auto quoted = json::serialize(value);
    return quoted.substr(1, quoted.size() - 2);
  }
  if (value.is_null()) return "";
  auto quoted = json::serialize(json::value(json::serialize(value)));
  return quoted.substr(1, quoted.size() - 2);
}

/// Calls `text` for what stands as it is and `name` for each placeholder with whether it is quoted.
void read_template(std::string_view source, auto text, auto name) {
  bool quoted = false;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    const auto end = c == '<' ? source.find('>', i) : std::string_view::npos;
    if (end != std::string_view::npos) {
      name(source.substr(i + 1, end - i - 1), quoted);
      i = end;
      continue;
    }
    if (c == '\\' && i + 1 < source.size()) {
      text(source.substr(i++, 2));
      continue;
    }
    if (c == '"') quoted = !quoted;
    text(source.substr(i, 1));
  }
}

/// EventBridge: <aws.events.event> is the event without its detail, <aws.events.event.json> all.
json::value reserved_value(std::string_view name, const RuleNames& rule,
                           const json::value& parsed) {
  if (name == "aws.events.rule-arn") return json::value(rule.arn);
  if (name == "aws.events.rule-name") return json::value(rule.name);
  if (name == "aws.events.event.ingestion-time") {
    const auto* time = find(parsed, "$.time");
    return time ? *time : json::value();
  }
  auto event = parsed;
  if (name == "aws.events.event") event.as_object().erase("detail");
  return event;
}

}  // namespace

Result<void> check_path(std::string_view path) {
  if (steps_of(path)) return {};
  return fail(ErrorCode::validation,
              "Invalid JSONPath '" + std::string(path) + "': Berth takes names and positions.");
}

std::string at_path(const json::value& event, std::string_view path) {
  const auto* value = find(event, path);
  return value ? std::string(json::serialize(*value)) : "{}";
}

std::string text_at_path(const json::value& event, std::string_view path) {
  const auto* value = find(event, path);
  if (!value || value->is_null()) return "";
  const auto* text = value->if_string();
  return text ? std::string(*text) : std::string(json::serialize(*value));
}

Result<void> check_input(std::string_view target, std::string_view text) {
  if (parse_event(text)) return {};
  return fail(ErrorCode::validation,
              "JSON syntax error in input for target " + std::string(target) + ".");
}

Result<void> check_template(std::string_view target, std::string_view text,
                            const std::map<std::string, std::string>& paths) {
  for (const auto& [name, path] : paths) TRY_VOID(check_path(path));
  std::string unknown, sample;
  read_template(
      text, [&](std::string_view part) { sample += part; },
      [&](std::string_view name, bool quoted) {
        if (!is_reserved(name) && !paths.contains(std::string(name))) unknown = name;
        if (!quoted) sample += '0';
      });
  const auto invalid = "Invalid InputTemplate for target " + std::string(target) + ": ";
  if (!unknown.empty()) {
    return fail(ErrorCode::validation, invalid + "'" + unknown + "' is not in InputPathsMap.");
  }
  if (!parse_event(sample)) return fail(ErrorCode::validation, invalid + "It makes no JSON.");
  return {};
}

std::string fill_template(std::string_view text, const std::map<std::string, std::string>& paths,
                          const RuleNames& rule, std::string_view event,
                          const json::value& parsed) {
  std::string out;
  read_template(
      text, [&](std::string_view part) { out += part; },
      [&](std::string_view name, bool quoted) {
        if (name == "aws.events.event.json" && !quoted) {
          out += event;
          return;
        }
        json::value value;
        if (is_reserved(name)) {
          value = reserved_value(name, rule, parsed);
        } else if (const auto path = paths.find(std::string(name)); path != paths.end()) {
          if (const auto* found = find(parsed, path->second)) value = *found;
        }
        out += quoted ? bare(value) : std::string(json::serialize(value));
      });
  return out;
}

}  // namespace berth::events
