#pragma once
// Forgets what is over: STOPPED tasks, INACTIVE services, container instances and clusters after
// the time for which ECS keeps them describable, tasks earlier where a service has very many;
// client tokens and records of service deployments after their time, deleted task definitions when
// nothing refers to them. A family's last revision stays DELETE_IN_PROGRESS until there is a newer
// one, because its number must never come again (behaviour §1.3.1).

#include "control/loop.hpp"

namespace berth::control {

struct Retention {
  Duration stopped_task = std::chrono::hours{1};
  /// Of one service; the oldest go first.
  std::size_t stopped_tasks_max = 1000;
  Duration inactive_service = std::chrono::hours{1};
  Duration inactive_cluster = std::chrono::hours{1};
  Duration client_token = std::chrono::hours{24};
  Duration inactive_container_instance = std::chrono::hours{1};
  Duration service_deployment = std::chrono::days{90};
};

class ReaperLoop final : public Loop {
 public:
  explicit ReaperLoop(ledger::Ledger& ledger, Retention retention = {})
      : ledger_(ledger), retention_(retention) {}

  void start() override { next_.reset(); }
  void on_change(const state::Change&) override {}
  void step(Instant now) override;
  /// Nothing to forget means nothing to wait for; step() is also run by every other change.
  std::optional<Instant> due() const override { return next_; }

 private:
  ledger::Ledger& ledger_;
  Retention retention_;
  std::optional<Instant> next_;
};

}  // namespace berth::control
