#pragma once
// The settings of Amazon's agent that Berth's agent takes from its environment too, so that a host
// keeps its configuration (agent protocol §1.3). Others of its settings have no effect here.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "agent/options.hpp"
#include "base/result.hpp"

namespace berth::apps {

/// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// Changes what the environment names. invalid_parameter names the variable, what it says and what
/// it takes.
Result<void> take_settings(agent::AgentOptions& options, const Environment& environment);

/// "45s", "1h30m", "1.5s": as Go writes durations; down to milliseconds.
std::optional<Duration> parse_go_duration(std::string_view text);

}  // namespace berth::apps
