#pragma once
// Checks the health of registered targets and ends their draining.
//
// Every target that a load balancer can send traffic to is probed at once when it appears and then
// at its group's interval, off the beat by a random part so that groups do not probe in step. A
// target that was never healthy is also probed in between: it may pass early, but only the checks
// on the interval count as failures. Commits happen only where a health changes. Results count for
// the registration they were made for; probes of vanished targets are forgotten.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "control/loop.hpp"
#include "ports/entropy.hpp"
#include "ports/prober.hpp"
#include "rules/load_balancing/target_health.hpp"

namespace berth::control {

struct TargetLoopOptions {
  /// Probes that run at the same time.
  std::size_t probes_max = 256;
  /// How often a target that was never healthy is probed.
  Duration new_target_interval = std::chrono::seconds{1};
};

class TargetLoop final : public Loop {
 public:
  TargetLoop(ledger::Ledger& ledger, ports::Prober& prober, ports::Entropy& entropy, Log log,
             TargetLoopOptions options = {});

  void start() override { everything_noted_ = true; }
  void on_change(const state::Change& change) override;
  void step(Instant now) override;
  std::optional<Instant> due() const override;

 private:
  struct Name {
    model::TargetGroupArn group;
    model::TargetKey key;

    auto operator<=>(const Name&) const = default;
  };
  /// One registration of a target that is probed.
  struct Watch {
    std::uint64_t serial = 0;
    Instant registered_at{};
    Instant next{};     // When its timer fires.
    Instant regular{};  // The next check whose failure counts.
    Duration offset{};  // Added to the first interval.
    bool probing = false;
    rules::load_balancing::FailureCounts counts{};
    rules::load_balancing::HealthRun run;
  };
  using Watches = std::map<Name, Watch>;
  using Timers = std::set<std::pair<Instant, Name>>;

  void follow_noted(Instant now);
  void follow(const model::TargetGroupArn& arn, Instant now);
  void forget_gone(const model::TargetGroupArn& arn, const model::TargetGroup* group,
                   const std::set<std::string>& zones);
  void watch(const model::TargetGroup& group, const model::Target& target, Instant now);
  void set_timer(const Name& name, Watch& watch, Instant when);
  void end_draining(Instant now);
  void start_probes(Instant now);
  void start_probe(const Name& name, Watch& watch, Instant now);
  void finish_probe(const Name& name, std::uint64_t serial, const ports::ProbeResult& result);
  Duration part_of(Duration span);

  ledger::Ledger& ledger_;
  ports::Prober& prober_;
  ports::Entropy& entropy_;
  Log log_;
  TargetLoopOptions options_;

  bool everything_noted_ = false;
  std::set<model::TargetGroupArn> noted_;
  Watches watches_;
  Timers timers_;  // Of the watches.
  Timers drains_;  // May hold ends that no longer apply.
  std::size_t in_flight_ = 0;
  std::uint64_t last_serial_ = 0;
  Instant last_step_{};
  // Probes hold it weakly: one that ends after the loop is gone must not touch it.
  std::shared_ptr<TargetLoop*> self_;
};

}  // namespace berth::control
