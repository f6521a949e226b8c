#pragma once
// The world of a control plane in a test: a clock that is moved by hand, counted randomness, a
// journal in memory, a prober and a balancer that a test looks into. ControlWorld connects them to
// a ledger and a conductor. Nothing sleeps and nothing is random, so a test runs the same each
// time.

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "control/conductor.hpp"
#include "ledger/ledger.hpp"
#include "ports/balancer.hpp"
#include "ports/clock.hpp"
#include "ports/journal.hpp"
#include "ports/prober.hpp"
#include "ports/testing/seeded_entropy.hpp"

namespace berth::control::testing {

class HandClock final : public ports::Clock {
 public:
  Instant now() const override { return now_; }

  TimerId call_at(Instant when, ports::Task task) override {
    const TimerId id = ++last_;
    places_[id] = timers_.emplace(std::max(when, now_), Timer{id, std::move(task)});
    return id;
  }

  void cancel(TimerId id) override {
    const auto found = places_.find(id);
    if (found == places_.end()) return;
    timers_.erase(found->second);
    places_.erase(found);
  }

  /// Lets the time pass: runs every timer that falls into it, in order.
  void run_for(Duration time) {
    const Instant end = now_ + time;
    while (!timers_.empty() && timers_.begin()->first <= end) {
      auto node = timers_.extract(timers_.begin());
      now_ = node.key();
      places_.erase(node.mapped().id);
      node.mapped().task();
      check(++runs_ < runs_max, "a test does not run in circles");
    }
    now_ = end;
  }

 private:
  struct Timer {
    TimerId id;
    ports::Task task;
  };
  using Timers = std::multimap<Instant, Timer>;
  static constexpr std::uint64_t runs_max = 1'000'000;

  Instant now_{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  TimerId last_ = 0;
  std::uint64_t runs_ = 0;
  Timers timers_;
  std::map<TimerId, Timers::iterator> places_;
};

/// Keeps what was appended; syncing takes `latency` of the clock's time.
class MemoryJournal final : public ports::Journal {
 public:
  explicit MemoryJournal(ports::Clock& clock) : clock_(clock) {}

  Result<ports::JournalRecovery> recover() override {
    return ports::JournalRecovery{.snapshot = snapshot, .records = records};
  }
  void append(std::vector<ports::JournalRecord> batch, Synced synced) override {
    for (auto& record : batch) records.push_back(std::move(record));
    finish(std::move(synced));
  }
  void store_snapshot(ports::JournalSnapshot stored, Synced synced) override {
    snapshot = std::move(stored);
    std::erase_if(records, [&](const auto& row) { return row.sequence <= snapshot->sequence; });
    finish(std::move(synced));
  }

  std::optional<ports::JournalSnapshot> snapshot;
  std::vector<ports::JournalRecord> records;
  Duration latency{1};

 private:
  void finish(Synced synced) {
    clock_.call_after(latency, [synced = std::move(synced)]() mutable { synced({}); });
  }

  ports::Clock& clock_;
};

/// Answers as `answers` says by "address:port"; everything else refuses the connection.
class FakeProber final : public ports::Prober {
 public:
  explicit FakeProber(ports::Clock& clock) : clock_(clock) {}

  void probe(ports::ProbeRequest request, Done done) override {
    const auto place = request.address + ":" + std::to_string(request.port);
    probes.emplace_back(clock_.now(), place);
    paths[place] = request.path;
    ++in_flight;
    in_flight_max = std::max(in_flight_max, in_flight);
    const auto found = answers.find(place);
    const auto result = found == answers.end() ? ports::ProbeResult{} : found->second;
    const bool silent = result.outcome == ports::ProbeOutcome::timed_out;
    const auto delay = silent ? request.timeout : latency;
    clock_.call_after(delay, [this, result, done = std::move(done)]() mutable {
      --in_flight;
      done(result);
    });
  }

  void answer(const std::string& place, int status) {
    answers[place] = {ports::ProbeOutcome::answered, status};
  }
  /// How often the place was probed.
  std::size_t count(std::string_view place) const {
    return static_cast<std::size_t>(
        std::ranges::count(probes, place, &std::pair<Instant, std::string>::second));
  }

  std::map<std::string, ports::ProbeResult> answers;
  std::vector<std::pair<Instant, std::string>> probes;
  std::map<std::string, std::string> paths;
  Duration latency{2};
  int in_flight = 0, in_flight_max = 0;

 private:
  ports::Clock& clock_;
};

class FakeBalancer final : public ports::Balancer {
 public:
  void apply(ports::BalancerPlan plan) override { plans.push_back(std::move(plan)); }
  boost::asio::awaitable<void> until_silent(Instant) override { co_return; }

  std::vector<ports::BalancerPlan> plans;
};

struct ControlWorld {
  /// Adds the loop and gives it its first turn.
  void start(Loop& loop) {
    conductor.add(loop);
    conductor.start();
    run_for(Duration{10});
  }
  void commit(std::vector<state::Command> commands) { ledger.commit(std::move(commands)); }
  void run_for(Duration time) { clock.run_for(time); }
  const state::State& state() const { return ledger.state(); }

  HandClock clock;
  ports::testing::SeededEntropy entropy;
  MemoryJournal journal{clock};
  FakeProber prober{clock};
  FakeBalancer balancer;
  ledger::Ledger ledger{journal, clock, {}, [](const Error& error) {
                          check(false, "the journal of a test holds: " + error.message);
                        }};
  Conductor conductor{ledger, clock};
};

}  // namespace berth::control::testing
