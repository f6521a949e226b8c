#include "sim/disk/sim_journal.hpp"

#include <algorithm>
#include <utility>

namespace berth::sim {

Result<ports::JournalRecovery> SimJournal::recover() {
  auto recovery = disk_.contents();
  const bool forgets = mutant_ == Mutant::lose_last_record && !recovery.records.empty();
  if (forgets) recovery.records.pop_back();
  return recovery;
}

void SimJournal::append(std::vector<ports::JournalRecord> batch, Synced synced) {
  for (const auto& record : batch) scheduler_.note(record.bytes);
  write(JournalDisk::Write{std::move(batch), std::nullopt}, std::move(synced));
}

void SimJournal::store_snapshot(ports::JournalSnapshot snapshot, Synced synced) {
  scheduler_.note(snapshot.bytes);
  if (mutant_ == Mutant::stale_snapshot && disk_.snapshot()) {
    snapshot.bytes = disk_.snapshot()->bytes;
  }
  write(JournalDisk::Write{{}, std::move(snapshot)}, std::move(synced));
}

void SimJournal::write(JournalDisk::Write write, Synced synced) {
  disk_.on_their_way_.push_back(std::move(write));
  if (mutant_ == Mutant::ack_before_sync) synced = promised_early(std::move(synced));
  waiting_.push_back(std::move(synced));
  last_finish_ = std::max(last_finish_, scheduler_.now()) + disk_.draw_sync();
  // Each finish takes the oldest write, so equal instants keep their order too.
  scheduler_.call_at(process_, last_finish_, [this] { finish_next(); });
}

SimJournal::Synced SimJournal::promised_early(Synced synced) {
  scheduler_.post(process_, [synced = std::move(synced)]() mutable { synced({}); });
  return [](const Result<void>&) {};
}

void SimJournal::finish_next() {
  Synced synced = std::move(waiting_.front());
  waiting_.pop_front();
  if (failed_) {
    synced(fail(ErrorCode::input_output, "an earlier sync failed"));
    return;
  }
  auto outcome = disk_.draw_outcome();
  if (outcome) {
    disk_.keep(std::move(disk_.on_their_way_.front()));
    disk_.on_their_way_.pop_front();
  } else {
    failed_ = true;
  }
  synced(std::move(outcome));
}

}  // namespace berth::sim
