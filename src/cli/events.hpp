#pragma once
// `berth events`: what happened of late, as EventBridge tells it, and what happens from now on.

#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"
#include "ports/container_logs.hpp"

namespace berth::cli {

enum class EventsFormat : std::uint8_t {
  lines,  // One for people.
  json,   // One object of EventBridge a line.
};

struct EventsWish {
  /// Only this cluster's; of all clusters without it.
  std::optional<std::string> cluster;
  /// Only those of this service and its tasks.
  std::optional<std::string> service;
  /// Only those of this task; the start of its id is enough.
  std::optional<std::string> task;
  /// Only those of so much time until now.
  std::optional<Duration> since;
  EventsFormat format = EventsFormat::lines;
  ports::Follow follow = ports::Follow::no;
};

/// Oldest first. Followed, it ends only with an error; a server that is away for a moment is asked
/// again.
Done show_events(Context context, Screen screen, EventsWish wish);

/// "2026-01-01T00:00:00Z task 3f2a RUNNING …" of an event's JSON; the JSON where it is unknown.
std::string event_line(const std::string& event);

}  // namespace berth::cli
