#pragma once
// One life of the Journal port on a JournalDisk. Syncs finish in the order of the calls, after
// delays drawn from the seed; after a failed one all later ones fail.

#include <deque>

#include "ports/journal.hpp"
#include "sim/disk/journal_disk.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/scheduler.hpp"

namespace berth::sim {

class SimJournal final : public ports::Journal {
 public:
  SimJournal(Scheduler& scheduler, Process process, JournalDisk& disk, Mutant mutant = Mutant::none)
      : scheduler_(scheduler), process_(process), disk_(disk), mutant_(mutant) {}

  Result<ports::JournalRecovery> recover() override;
  void append(std::vector<ports::JournalRecord> batch, Synced synced) override;
  void store_snapshot(ports::JournalSnapshot snapshot, Synced synced) override;

 private:
  void write(JournalDisk::Write write, Synced synced);
  void finish_next();
  Synced promised_early(Synced synced);

  Scheduler& scheduler_;
  Process process_;
  JournalDisk& disk_;
  Mutant mutant_;
  std::deque<Synced> waiting_;
  Instant last_finish_{};
  bool failed_ = false;
};

}  // namespace berth::sim
