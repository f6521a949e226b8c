#pragma once
// `berth logs`: what a task's containers wrote, from the Docker Engine of this machine.

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"
#include "ports/container_logs.hpp"

namespace berth::cli {

enum class Timestamps : std::uint8_t { hidden, shown };

struct LogsWish {
  std::string cluster;
  /// Its id or ARN; the start of the id is enough.
  std::string task;
  /// Only this container's lines.
  std::optional<std::string> container;
  /// How many of the last lines, of each container.
  std::optional<std::int32_t> tail;
  ports::Follow follow = ports::Follow::no;
  Timestamps timestamps = Timestamps::hidden;
};

/// Lines of several containers come in the order of their times, each behind its container's name;
/// those that are followed come as they are written. Lines of the standard error output go to
/// `errors`. Fails when the task or container is unknown, has not been created yet, or is not on
/// this machine (any more).
Done show_logs(Context context, Screen screen, Screen errors, LogsWish wish,
               ports::ContainerLogs& logs);

}  // namespace berth::cli
