#pragma once
// Decide, record, act: the ledger applies commands at once, journals them, and holds back whatever
// must not be seen before they are durable.
//
// commit() is one transaction: after a crash its commands are all there or all absent. Commits that
// arrive while the disk is busy go out together with the next sync (group commit). after_sync() is
// the output gate: answers and side effects run when everything applied so far is durable. If the
// journal fails, `on_failure` is called once and nothing is released any more; the process must
// stop, for nobody has seen the unsynced state.

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "ports/clock.hpp"
#include "ports/journal.hpp"
#include "state/state.hpp"

namespace berth::ledger {

/// Told about every change right after it was applied. Only takes notes: it neither commits nor
/// acts from inside the call.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void on_change(const state::Change& change) = 0;
};

struct LedgerOptions {
  /// A snapshot is taken after this many commits.
  std::uint64_t commits_per_snapshot = 20'000;
  /// A group commit holds at most this many records.
  std::size_t batch_max = 1024;
};

class Ledger {
 public:
  using OnFailure = std::function<void(const Error&)>;

  Ledger(ports::Journal& journal, ports::Clock& clock, Log log, OnFailure on_failure,
         LedgerOptions options = {});

  /// Reads snapshot and records. Called once, before anything else.
  Result<void> recover();

  const state::State& state() const { return state_; }

  /// Applies the commands now and journals them. No commands: nothing happens.
  void commit(std::vector<state::Command> commands);

  /// Runs `release` when all that was applied before this call is durable, in the order of the
  /// calls, never inside the call.
  void after_sync(ports::Task release);

  /// The watcher must outlive the ledger.
  void watch(Watcher& watcher) { watchers_.push_back(&watcher); }

  ports::Sequence applied() const { return applied_; }
  ports::Sequence durable() const { return durable_; }

 private:
  struct Waiting {
    ports::Sequence sequence;
    ports::Task release;
  };

  Result<void> replay(const ports::JournalRecord& record);
  void flush();
  void synced(ports::Sequence up_to, Result<void> result);
  void open_gate();
  void take_snapshot();

  ports::Journal& journal_;
  ports::Clock& clock_;
  Log log_;
  OnFailure on_failure_;
  LedgerOptions options_;
  state::State state_;
  std::vector<Watcher*> watchers_;
  std::vector<ports::JournalRecord> pending_;
  std::deque<Waiting> waiting_;
  ports::Sequence applied_ = 0, durable_ = 0, snapshotted_ = 0;
  bool syncing_ = false, failed_ = false, gate_posted_ = false;
};

}  // namespace berth::ledger
