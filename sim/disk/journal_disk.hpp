#pragma once
// The server's disk: what of the journal survives its deaths.
//
// A batch is on its way from append until its sync finished; a crash then keeps a prefix, drawn
// from the seed, of the records that were on their way. The disk also remembers every record that
// it ever held for good, so that invariants can replay the whole history.

#include <deque>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "ports/journal.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

struct JournalFaults {
  /// A sync takes `sync_least` plus an exponential draw around `sync_mean`.
  Duration sync_least{0};
  Duration sync_mean{1};
  /// Of a thousand syncs so many take `slow` more.
  unsigned slow_per_mille = 0;
  Duration slow{2000};
  /// Of a thousand syncs so many fail, for which the server must stop.
  unsigned fail_per_mille = 0;
};

class JournalDisk {
 public:
  JournalDisk(SimEntropy entropy, JournalFaults faults) : entropy_(entropy), faults_(faults) {}

  /// From now on nothing is slow and nothing fails.
  void calm();
  /// While full, every sync fails with disk_full.
  void fill() { full_ = true; }
  void make_room() { full_ = false; }

  /// What its process left unsynced is lost, wholly or but for a prefix.
  void crash();

  ports::JournalRecovery contents() const;
  /// Every durable record since the beginning, also those that a snapshot made superfluous.
  const std::vector<ports::JournalRecord>& history() const { return history_; }
  const std::optional<ports::JournalSnapshot>& snapshot() const { return snapshot_; }
  std::size_t snapshots_stored() const { return snapshots_stored_; }

 private:
  friend class SimJournal;

  struct Write {
    std::vector<ports::JournalRecord> records;
    std::optional<ports::JournalSnapshot> snapshot;
  };

  Duration draw_sync();
  Result<void> draw_outcome();
  void keep(Write write);
  void keep_prefix(Write write, std::size_t count);

  SimEntropy entropy_;
  JournalFaults faults_;
  bool full_ = false;
  std::deque<Write> on_their_way_;
  std::vector<ports::JournalRecord> history_;
  std::optional<ports::JournalSnapshot> snapshot_;
  std::size_t snapshots_stored_ = 0;
};

}  // namespace berth::sim
