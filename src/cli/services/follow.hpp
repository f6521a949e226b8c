#pragma once
// Follows a service while it becomes what was asked for: tells its events as they come and how far
// it is, and ends when it is there or has failed.

#include <string>

#include "cli/command.hpp"
#include "cli/screen/screen.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

struct Following {
  std::string cluster, service;
  /// The deployment that must complete. Without one and without a record, the count must be
  /// reached.
  std::string deployment;
  /// The ARN of the service deployment that must be rolled back.
  std::string rolled_back;
  Duration timeout{};
};

/// `before` is the service as it was: its events are not told again. refused says why it failed,
/// timed_out that it goes on.
Done follow(Context context, Screen screen, Following what, gen::ecs::Service before);

/// "web  [######----]  3 of 5 run, 1 pending, 2 old": how far the newest deployment is.
std::string progress_text(const gen::ecs::Service& service);

}  // namespace berth::cli
