#include "ledger/ledger.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "ledger/entry.hpp"

namespace berth::ledger {

Ledger::Ledger(ports::Journal& journal, ports::Clock& clock, Log log, OnFailure on_failure,
               LedgerOptions options)
    : journal_(journal),
      clock_(clock),
      log_(std::move(log)),
      on_failure_(std::move(on_failure)),
      options_(options) {}

Result<void> Ledger::recover() {
  auto recovery = TRY(journal_.recover());
  if (recovery.snapshot) {
    state_.restore(TRY(decode_snapshot(recovery.snapshot->bytes)));
    applied_ = recovery.snapshot->sequence;
  }
  snapshotted_ = applied_;
  for (const auto& record : recovery.records) TRY_VOID(replay(record));
  durable_ = applied_;
  log_.info("journal recovered", {{"sequence", std::to_string(applied_)},
                                  {"records", std::to_string(recovery.records.size())}});
  return {};
}

Result<void> Ledger::replay(const ports::JournalRecord& record) {
  if (record.sequence != applied_ + 1) {
    return fail(ErrorCode::corrupt,
                "The journal lacks record " + std::to_string(applied_ + 1) + ".");
  }
  const auto entry = TRY(decode_entry(record.bytes));
  state::Changes ignored;
  state_.set_time(entry.at);
  for (const auto& command : entry.commands) state_.apply(command, ignored);
  applied_ = record.sequence;
  return {};
}

void Ledger::commit(std::vector<state::Command> commands) {
  if (commands.empty() || failed_) return;
  state::Changes changes;
  const auto now = clock_.now();
  state_.set_time(now);
  for (const auto& command : commands) state_.apply(command, changes);
  ++applied_;
  pending_.push_back({applied_, encode_entry({now, std::move(commands)})});
  for (const auto& change : changes) {
    for (auto* watcher : watchers_) watcher->on_change(change);
  }
  flush();
}

void Ledger::flush() {
  if (syncing_ || pending_.empty() || failed_) return;
  syncing_ = true;
  std::vector<ports::JournalRecord> batch;
  const auto count = std::min(pending_.size(), options_.batch_max);
  const auto middle = pending_.begin() + static_cast<std::ptrdiff_t>(count);
  batch.assign(std::make_move_iterator(pending_.begin()), std::make_move_iterator(middle));
  pending_.erase(pending_.begin(), middle);
  const auto last = batch.back().sequence;
  journal_.append(std::move(batch),
                  [this, last](Result<void> result) { synced(last, std::move(result)); });
}

void Ledger::synced(ports::Sequence up_to, Result<void> result) {
  if (failed_) return;
  if (!result) {
    failed_ = true;
    log_.error("journal failed", {{"reason", result.error().message}});
    on_failure_(result.error());
    return;
  }
  syncing_ = false;
  durable_ = up_to;
  open_gate();
  if (durable_ - snapshotted_ >= options_.commits_per_snapshot && durable_ == applied_) {
    take_snapshot();
  }
  flush();
}

void Ledger::after_sync(ports::Task release) {
  waiting_.push_back({applied_, std::move(release)});
  if (gate_posted_ || durable_ < waiting_.front().sequence) return;
  gate_posted_ = true;
  clock_.post([this] {
    gate_posted_ = false;
    open_gate();
  });
}

void Ledger::open_gate() {
  while (!failed_ && !waiting_.empty() && waiting_.front().sequence <= durable_) {
    auto released = std::move(waiting_.front().release);
    waiting_.pop_front();
    released();
  }
}

void Ledger::take_snapshot() {
  snapshotted_ = durable_;
  ports::JournalSnapshot snapshot{durable_, encode_snapshot(state_.snapshot())};
  journal_.store_snapshot(std::move(snapshot), [this](Result<void> result) {
    if (!result) log_.warn("snapshot failed", {{"reason", result.error().message}});
  });
}

}  // namespace berth::ledger
