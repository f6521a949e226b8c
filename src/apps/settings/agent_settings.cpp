#include "apps/settings/agent_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::apps {

using agent::ImagePullBehavior;

namespace {

using namespace std::chrono_literals;

struct Unit {
  std::string_view name;
  double milliseconds;
};
/// "ms" before "m": the longer name is the right one.
constexpr std::array<Unit, 4> units = {{{"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}}};

constexpr std::array<std::pair<std::string_view, ImagePullBehavior>, 4> behaviors = {{
    {"default", ImagePullBehavior::default_behavior},
    {"always", ImagePullBehavior::always},
    {"once", ImagePullBehavior::once},
    {"prefer-cached", ImagePullBehavior::prefer_cached},
}};

/// Reads one variable after the other; the first that cannot be taken is the answer.
class Reader {
 public:
  explicit Reader(const Environment& environment) : environment_(environment) {}

  void duration(const char* name, Duration least, Duration& into) {
    take(name, fmt::format("a duration like 90s or 1h30m, at least {}s", least / 1s),
         [&](const std::string& text) {
           const auto value = parse_go_duration(text);
           if (!value || *value < least) return false;
           into = *value;
           return true;
         });
  }

  void number(const char* name, std::int64_t least, auto& into) {
    take(name, fmt::format("a number, at least {}", least), [&](const std::string& text) {
      const auto value = parse_unsigned(text);
      if (!value || static_cast<std::int64_t>(*value) < least) return false;
      into = static_cast<std::remove_reference_t<decltype(into)>>(*value);
      return true;
    });
  }

  template <class Value>
  void json(const char* name, const char* what, Value& into) {
    take(name, what, [&](const std::string& text) {
      boost::system::error_code failure;
      const auto parsed = boost::json::parse(text, failure);
      if (failure) return false;
      auto value = boost::json::try_value_to<Value>(parsed);
      if (!value) return false;
      into = std::move(*value);
      return true;
    });
  }

  void take(const char* name, const std::string& what, const auto& read) {
    const auto text = environment_(name);
    if (!result_ || !text || text->empty() || read(*text)) return;
    result_ = fail(ErrorCode::invalid_parameter,
                   fmt::format("{} is '{}', but takes {}.", name, *text, what));
  }

  Result<void> result() const { return result_; }

 private:
  const Environment& environment_;
  Result<void> result_;
};

bool take_behavior(const std::string& text, ImagePullBehavior& into) {
  const auto found =
      std::ranges::find(behaviors, text, &std::pair<std::string_view, ImagePullBehavior>::first);
  if (found != behaviors.end()) into = found->second;
  return found != behaviors.end();
}

void take_image_cleanup(Reader& reader, agent::AgentOptions& options) {
  agent::plan::ImageCleanup rules;
  reader.duration("ECS_IMAGE_CLEANUP_INTERVAL", 10min, rules.interval);
  reader.duration("ECS_IMAGE_MINIMUM_CLEANUP_AGE", 0s, rules.minimum_age);
  reader.number("ECS_NUM_IMAGES_DELETE_PER_CYCLE", 1, rules.images_per_round);
  bool disabled = false;
  reader.json("ECS_DISABLE_IMAGE_CLEANUP", "true or false", disabled);
  options.image_cleanup = disabled ? std::nullopt : std::optional(rules);
}

}  // namespace

Result<void> take_settings(agent::AgentOptions& options, const Environment& environment) {
  Reader reader(environment);
  auto& times = options.times;
  reader.duration("ECS_CONTAINER_STOP_TIMEOUT", 1s, times.stop);
  reader.duration("ECS_CONTAINER_START_TIMEOUT", 45s, times.start);
  reader.duration("ECS_CONTAINER_CREATE_TIMEOUT", 1min, times.create);
  reader.duration("ECS_IMAGE_PULL_TIMEOUT", 1min, times.pull);
  reader.duration("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", 1s, times.cleanup.wait);
  reader.take("ECS_IMAGE_PULL_BEHAVIOR", "default, always, once or prefer-cached",
              [&](const std::string& text) { return take_behavior(text, options.image_pull); });
  take_image_cleanup(reader, options);
  reader.json("ECS_RESERVED_PORTS", "a JSON list of ports", options.reserved_tcp_ports);
  reader.json("ECS_RESERVED_PORTS_UDP", "a JSON list of ports", options.reserved_udp_ports);
  reader.json("ECS_AVAILABLE_LOGGING_DRIVERS", "a JSON list of names", options.logging_drivers);
  reader.json("ECS_INSTANCE_ATTRIBUTES", "a JSON object of texts", options.attributes);
  std::int32_t reserved = 0;
  reader.number("ECS_RESERVED_MEMORY", 0, reserved);
  options.host.memory = std::max(0, options.host.memory - reserved);
  return reader.result();
}

std::optional<Duration> parse_go_duration(std::string_view text) {
  double total = 0;
  if (text == "0") return Duration{0};
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    double number = 0;
    const auto [end, failure] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (failure != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto unit =
        std::ranges::find_if(units, [&](const Unit& each) { return text.starts_with(each.name); });
    if (unit == units.end()) return std::nullopt;
    text.remove_prefix(unit->name.size());
    total += number * unit->milliseconds;
  }
  constexpr double longest = 365.0 * 24 * 3600e3;
  if (total > longest) return std::nullopt;
  return Duration{static_cast<std::int64_t>(total)};
}

}  // namespace berth::apps
