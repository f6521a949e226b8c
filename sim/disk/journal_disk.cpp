#include "sim/disk/journal_disk.hpp"

#include <utility>

namespace berth::sim {

void JournalDisk::calm() {
  faults_.slow_per_mille = 0;
  faults_.fail_per_mille = 0;
  full_ = false;
}

void JournalDisk::crash() {
  while (!on_their_way_.empty()) {
    Write write = std::move(on_their_way_.front());
    on_their_way_.pop_front();
    const std::size_t records = write.records.size();
    const std::size_t kept = entropy_.below(records + 2);
    if (kept <= records && records > 0) {
      keep_prefix(std::move(write), kept);
      if (kept == records) continue;
      break;
    }
    if (kept == 0) break;
    keep(std::move(write));
  }
  on_their_way_.clear();
}

ports::JournalRecovery JournalDisk::contents() const {
  ports::JournalRecovery recovery{snapshot_, {}};
  for (const auto& record : history_) {
    if (!snapshot_ || record.sequence > snapshot_->sequence) recovery.records.push_back(record);
  }
  return recovery;
}

Duration JournalDisk::draw_sync() {
  Duration span = faults_.sync_least + Duration{entropy_.exponential(faults_.sync_mean.count())};
  if (entropy_.chance(faults_.slow_per_mille)) span += faults_.slow;
  return span;
}

Result<void> JournalDisk::draw_outcome() {
  if (full_) return fail(ErrorCode::disk_full, "no space left on the simulated disk");
  if (entropy_.chance(faults_.fail_per_mille)) {
    return fail(ErrorCode::input_output, "the simulated disk failed to sync");
  }
  return {};
}

void JournalDisk::keep(Write write) {
  const std::size_t count = write.records.size();
  if (write.snapshot) {
    snapshot_ = std::move(write.snapshot);
    ++snapshots_stored_;
  }
  keep_prefix(std::move(write), count);
}

void JournalDisk::keep_prefix(Write write, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) history_.push_back(std::move(write.records[i]));
}

}  // namespace berth::sim
