#pragma once
// Keeps each service at what it was asked to be: asks rules/service_reconcile what is next and
// turns the plan into tasks, targets and events. Reacts at once to changes of the service, its
// tasks and its target groups; services that wait for room are looked at again when an instance
// changes and every few seconds.

#include <map>
#include <set>
#include <string>

#include "base/log.hpp"
#include "control/loop.hpp"
#include "ports/entropy.hpp"
#include "rules/services/service_reconcile.hpp"

namespace berth::control {

class ServiceLoop final : public Loop {
 public:
  ServiceLoop(ledger::Ledger& ledger, ports::Entropy& entropy, Log log)
      : ledger_(ledger), entropy_(entropy), log_(std::move(log)) {}

  void start() override;
  void on_change(const state::Change& change) override;
  void step(Instant now) override;
  std::optional<Instant> due() const override;

 private:
  struct Round;

  void note(const model::ServiceArn& arn) { dirty_.insert(arn); }
  void look(const model::ServiceArn& arn, Instant now);
  void account_leftovers(const model::ServiceArn& arn, Instant now);
  void start_tasks(Round& round);
  void stop_tasks(Round& round);
  void roll_back(Round& round);
  void register_targets(Round& round);
  void finish_drained(Round& round);
  void tell_unplaced(Round& round, const std::string& message);

  ledger::Ledger& ledger_;
  ports::Entropy& entropy_;
  Log log_;
  std::set<model::ServiceArn> dirty_;
  std::map<model::ServiceArn, Instant> due_;
  /// Could not place a task the last time, and what was told about it.
  std::map<model::ServiceArn, std::string> unplaced_;
};

}  // namespace berth::control
