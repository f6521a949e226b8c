#include "control/reaper_loop.hpp"

#include <vector>

namespace berth::control {

namespace {

using namespace std::chrono_literals;

/// How often the tables are gone through.
constexpr Duration sweep_interval = 1min;

}  // namespace

void ReaperLoop::step(Instant now) {
  if (next_ && now < *next_) return;
  const auto& state = ledger_.state();
  std::vector<state::Command> commands;
  for (const auto& [arn, task] : state.tasks()) {
    if (is_alive(task) || !task.accounted) continue;
    if (*task.stopped_at + retention_.stopped_task <= now)
      commands.push_back(state::ForgetTask{arn});
  }
  for (const auto& [arn, service] : state.services()) {
    if (!service.closed_at || !state.tasks_of(arn).empty()) continue;
    if (*service.closed_at + retention_.inactive_service <= now) {
      commands.push_back(state::ForgetService{arn});
    }
  }
  for (const auto& [key, token] : state.client_tokens()) {
    if (token.used_at + retention_.client_token <= now) {
      commands.push_back(state::ForgetClientToken{key});
    }
  }
  next_ = now + sweep_interval;
  ledger_.commit(std::move(commands));
}

}  // namespace berth::control
