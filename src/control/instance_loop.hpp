#pragma once
// Gives up container instances whose agent has been away for long: the tasks of services there are
// lost, and the services start others elsewhere (docs/services.md). Agents come and go, so an
// instance that is merely disconnected keeps its tasks; one that returns is told to stop what was
// given up meanwhile. Standalone tasks stay as they are, except on hidden capacity, whose loss is
// ours to tell.

#include <map>

#include "base/log.hpp"
#include "control/loop.hpp"

namespace berth::control {

class InstanceLoop final : public Loop {
 public:
  /// `lost_after`: how long an agent may be away.
  InstanceLoop(ledger::Ledger& ledger, Duration lost_after, Log log)
      : ledger_(ledger), lost_after_(lost_after), log_(std::move(log)) {}

  void start() override;
  void on_change(const state::Change& change) override;
  void step(Instant now) override;
  std::optional<Instant> due() const override;

 private:
  void note(const model::ContainerInstanceArn& arn);
  void give_up(const model::ContainerInstance& instance, Instant now);

  ledger::Ledger& ledger_;
  Duration lost_after_;
  Log log_;
  /// Disconnected ones that have tasks, and when they are given up.
  std::map<model::ContainerInstanceArn, Instant> away_;
};

}  // namespace berth::control
