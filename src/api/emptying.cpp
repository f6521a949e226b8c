#include "api/emptying.hpp"

#include <algorithm>

#include "rules/task_lifecycle.hpp"

namespace berth::api {

namespace asio = boost::asio;

namespace {

using namespace std::chrono_literals;

constexpr Duration all_may_take = 1min;

}  // namespace

Emptying::Emptying(ledger::Ledger& ledger, ports::Balancer& balancer, ports::Clock& clock)
    : ledger_(ledger), balancer_(balancer), clock_(clock), changed_(clock) {
  ledger_.watch(*this);
}

void Emptying::on_change(const state::Change& change) {
  if (change.subject == state::Subject::task) changed_.notify();
}

bool Emptying::anything_alive() const {
  return std::ranges::any_of(ledger_.state().tasks(),
                             [](const auto& row) { return is_alive(row.second); });
}

/// Services go first, so that nobody starts replacements. Draining targets are not waited for.
std::vector<state::Command> Emptying::stop_everything() const {
  std::vector<state::Command> commands;
  for (const auto& [arn, row] : ledger_.state().services()) {
    if (row.status != model::ServiceStatus::active) continue;
    auto service = row;
    service.status = model::ServiceStatus::draining;
    service.desired_count = 0;
    commands.push_back(state::UpdateService{std::move(service)});
  }
  for (const auto& [arn, task] : ledger_.state().tasks()) {
    if (!is_alive(task)) continue;
    auto next = rules::stop_requested(task, gen::ecs::TaskStopCode::user_initiated,
                                      "Everything was reset", rules::Draining::none, clock_.now());
    if (next.last_status == model::TaskStatus::deactivating) {
      next = rules::targets_drained(std::move(next), clock_.now());
    }
    if (next.version != task.version) commands.push_back(state::UpdateTask{std::move(next)});
  }
  return commands;
}

asio::awaitable<void> Emptying::run() {
  ledger_.commit(stop_everything());
  const auto deadline = clock_.now() + all_may_take;
  while (anything_alive() && clock_.now() < deadline) co_await changed_.wait_until(deadline);
  ledger_.commit({state::ResetEverything{clock_.now()}});
  co_await balancer_.until_silent(deadline);
}

}  // namespace berth::api
