#pragma once
// `berth run`: RunTask, followed until the tasks run, or until they ended. It fails when a task
// cannot be placed, does not start, or, when its end is awaited, ends with another exit code than
// 0.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

enum class Until : std::uint8_t { started, stopped };

struct RunWish {
  std::string cluster;
  /// FAMILY, FAMILY:REVISION or an ARN.
  std::string task_definition;
  std::int32_t count = 1;
  /// The server's choice where absent.
  std::optional<gen::ecs::LaunchType> launch_type;
  /// Where tasks of network mode awsvpc get their addresses.
  std::vector<std::string> subnets;
  /// CONTAINER=COMMAND, the command in words as a shell reads them.
  std::vector<std::string> overrides;
  Until until = Until::started;
  /// How long to follow the tasks.
  Duration timeout = std::chrono::minutes{10};
};

Done run_tasks(Context context, Screen screen, RunWish wish);

/// The words of a command: separated by blanks, '…' and "…" keep blanks, a backslash keeps the next
/// character. invalid_parameter for a quote without its end.
Result<std::vector<std::string>> command_words(std::string_view text);

}  // namespace berth::cli
