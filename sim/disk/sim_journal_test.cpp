#include "sim/disk/sim_journal.hpp"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace berth::sim {
namespace {

using namespace std::chrono_literals;
using ports::JournalRecord;
using ports::JournalSnapshot;

std::vector<JournalRecord> records(ports::Sequence first, ports::Sequence last) {
  std::vector<JournalRecord> batch;
  for (auto sequence = first; sequence <= last; ++sequence) {
    batch.push_back(JournalRecord{sequence, "r" + std::to_string(sequence)});
  }
  return batch;
}

struct Life {
  explicit Life(std::uint64_t seed, JournalFaults faults = {}, Mutant mutant = Mutant::none)
      : scheduler(seed),
        process(scheduler.spawn("server")),
        disk(SimEntropy(seed, "disk"), faults),
        journal(scheduler, process, disk, mutant) {}

  void append(ports::Sequence first, ports::Sequence last) {
    journal.append(records(first, last), [this, last](Result<void> result) {
      if (result) {
        synced.push_back(last);
      } else {
        failures.push_back(result.error().code);
      }
    });
  }
  void die() {
    scheduler.kill(process);
    disk.crash();
  }

  Scheduler scheduler;
  Process process;
  JournalDisk disk;
  SimJournal journal;
  std::vector<ports::Sequence> synced;
  std::vector<ErrorCode> failures;
};

TEST(SimJournalTest, SyncedRunsInTheOrderOfAppendsAndNotInsideTheCall) {
  Life life(3, {.sync_least = 1ms, .sync_mean = 5ms});
  life.append(1, 2);
  life.append(3, 3);
  life.append(4, 9);
  EXPECT_TRUE(life.synced.empty());
  life.scheduler.run_for(1s);
  EXPECT_EQ(life.synced, (std::vector<ports::Sequence>{2, 3, 9}));
  EXPECT_EQ(life.disk.contents().records.size(), 9u);
}

TEST(SimJournalTest, ACrashKeepsEverySyncedRecordAndAPrefixOfTheRest) {
  std::set<std::size_t> seen;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Life life(seed, {.sync_least = 10ms, .sync_mean = 0ms});
    life.append(1, 3);
    life.scheduler.run_for(15ms);
    life.append(4, 6);
    life.append(7, 8);
    life.scheduler.run_for(5ms);
    life.die();
    const auto kept = life.disk.contents().records;
    ASSERT_GE(kept.size(), 3u);
    for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i].sequence, i + 1);
    seen.insert(kept.size());
  }
  EXPECT_EQ(seen, (std::set<std::size_t>{3, 4, 5, 6, 7, 8}));
}

TEST(SimJournalTest, ASnapshotReplacesTheRecordsUpToIt) {
  Life life(3);
  life.append(1, 5);
  life.journal.store_snapshot(JournalSnapshot{4, "state"}, [](const Result<void>&) {});
  life.append(6, 6);
  life.scheduler.run_for(1s);
  life.die();
  const auto recovery = life.disk.contents();
  ASSERT_TRUE(recovery.snapshot);
  EXPECT_EQ(recovery.snapshot->bytes, "state");
  ASSERT_EQ(recovery.records.size(), 2u);
  EXPECT_EQ(recovery.records[0].sequence, 5u);
  EXPECT_EQ(life.disk.history().size(), 6u);
}

TEST(SimJournalTest, AfterAFailedSyncNothingIsSyncedAgain) {
  Life life(3);
  life.append(1, 1);
  life.scheduler.run_for(1s);
  life.disk.fill();
  life.append(2, 2);
  life.append(3, 3);
  life.scheduler.run_for(1s);
  life.disk.make_room();
  life.append(4, 4);
  life.scheduler.run_for(1s);
  EXPECT_EQ(life.synced, (std::vector<ports::Sequence>{1}));
  EXPECT_EQ(life.failures,
            (std::vector{ErrorCode::disk_full, ErrorCode::input_output, ErrorCode::input_output}));
}

TEST(SimJournalTest, TheEarlyPromiseLosesAnsweredWrites) {
  bool lost = false;
  for (std::uint64_t seed = 1; seed <= 50 && !lost; ++seed) {
    Life life(seed, {.sync_least = 10ms}, Mutant::ack_before_sync);
    life.append(1, 2);
    life.scheduler.run_for(1ms);
    ASSERT_EQ(life.synced.size(), 1u);
    life.die();
    lost = life.disk.contents().records.size() < 2;
  }
  EXPECT_TRUE(lost);
}

}  // namespace
}  // namespace berth::sim
