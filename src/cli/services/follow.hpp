#pragma once
// Follows a service while it becomes what was asked for: tells its events as they come, how far it
// is and why its tasks fail, and ends when it is there or has failed.

#include <string>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

/// What must come true.
enum class Goal : std::uint8_t {
  deployed,     // The service deployment is SUCCESSFUL.
  rolled_back,  // The service deployment is ROLLBACK_SUCCESSFUL.
  scaled,       // So many tasks run as were asked for.
};

struct Following {
  std::string cluster, service;
  Goal goal = Goal::deployed;
  /// The ARN of the service deployment that decides.
  std::string service_deployment;
  std::int32_t desired_count = 0;
  /// The id of the deployment that was asked for, where it is known: "ecs-svc/…".
  std::string deployment;
  Duration timeout{};
};

/// `before` is the service as it was: its events are not told again. refused says why it failed,
/// timed_out that it goes on; both with the reason of the task that failed last.
Done follow(Context context, Screen screen, Following what, gen::ecs::Service before);

/// "web  [######----]  3 of 5 run, 1 pending, 2 old": how far the newest deployment is.
std::string progress_text(const gen::ecs::Service& service);

}  // namespace berth::cli
