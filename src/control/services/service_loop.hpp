#pragma once
// Keeps each service at what it was asked to be: asks rules/service_reconcile what is next and
// turns the plan into tasks, targets and events. Reacts at once to changes of the service, its
// tasks and its target groups; services that wait for room are looked at again when an instance
// changes and every few seconds.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/log.hpp"
#include "control/loop.hpp"
#include "ports/entropy.hpp"
#include "rules/services/service_reconcile.hpp"

namespace berth::control {

/// How fast services are brought to what they were asked to be.
enum class Pace : std::uint8_t {
  at_once,
  aws,  // In rounds of ten seconds, as ECS does it; for comparison.
};

class ServiceLoop final : public Loop {
 public:
  ServiceLoop(ledger::Ledger& ledger, ports::Entropy& entropy, Pace pace, Log log)
      : ledger_(ledger), entropy_(entropy), pace_(pace), log_(std::move(log)) {}

  void start() override;
  void on_change(const state::Change& change) override;
  void step(Instant now) override;
  std::optional<Instant> due() const override;

 private:
  struct Round;

  void note(const model::ServiceArn& arn) { dirty_.insert(arn); }
  void note_around(const model::ContainerInstanceArn& arn);
  void note_place(const model::ContainerInstance& instance);
  void note_task(const model::TaskArn& arn);
  void look_again_at(const model::ServiceArn& arn, Instant when);
  bool must_wait(const model::ServiceArn& arn, Instant now);
  void look(const model::ServiceArn& arn, Instant now);
  void account_leftovers(const model::ServiceArn& arn, Instant now);
  void take_notice(Round& round);
  void start_tasks(Round& round);
  void stop_tasks(Round& round);
  void tell_draining(Round& round, const std::vector<const model::Task*>& draining);
  void roll_back(Round& round);
  void register_targets(Round& round);
  void finish_drained(Round& round);
  void close(Round& round);

  ledger::Ledger& ledger_;
  ports::Entropy& entropy_;
  Pace pace_;
  Log log_;
  std::set<model::ServiceArn> dirty_;
  std::map<model::ServiceArn, Instant> due_;
  /// Could not place a task the last time.
  std::set<model::ServiceArn> waiting_for_room_;
  /// The attribute class of each instance that changed, where it takes tasks.
  std::map<model::ContainerInstanceArn, std::optional<std::uint32_t>> places_;
  /// Of Pace::aws.
  std::map<model::ServiceArn, Instant> looked_at_;
};

}  // namespace berth::control
