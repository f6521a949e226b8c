#include "ledger/ledger.hpp"

#include <map>

#include <gtest/gtest.h>

namespace berth::ledger {
namespace {

using namespace std::chrono_literals;

/// Runs posted tasks when told to.
class StepClock final : public ports::Clock {
 public:
  Instant now() const override { return now_; }
  TimerId call_at(Instant, ports::Task task) override {
    tasks_.emplace(++last_, std::move(task));
    return last_;
  }
  void cancel(TimerId id) override { tasks_.erase(id); }
  void run() {
    while (!tasks_.empty()) tasks_.extract(tasks_.begin()).mapped()();
  }

 private:
  Instant now_{1'700'000'000s};
  TimerId last_ = 0;
  std::map<TimerId, ports::Task> tasks_;
};

/// Syncs when the test says so, or fails.
class HeldJournal final : public ports::Journal {
 public:
  Result<ports::JournalRecovery> recover() override {
    return ports::JournalRecovery{snapshot, durable};
  }
  void append(std::vector<ports::JournalRecord> batch, Synced synced) override {
    batches.push_back(batch.size());
    held_.emplace_back(std::move(batch), std::move(synced));
  }
  void store_snapshot(ports::JournalSnapshot next, Synced synced) override {
    snapshot = std::move(next);
    std::erase_if(durable,
                  [&](const auto& record) { return record.sequence <= snapshot->sequence; });
    synced({});
  }
  void sync_one() {
    auto [batch, synced] = std::move(held_.front());
    held_.erase(held_.begin());
    durable.insert(durable.end(), batch.begin(), batch.end());
    synced({});
  }
  void fail_one() {
    auto synced = std::move(held_.front().second);
    held_.erase(held_.begin());
    synced(fail(ErrorCode::disk_full, "No space left."));
  }
  bool busy() const { return !held_.empty(); }

  std::vector<std::size_t> batches;
  std::optional<ports::JournalSnapshot> snapshot;
  std::vector<ports::JournalRecord> durable;

 private:
  std::vector<std::pair<std::vector<ports::JournalRecord>, Synced>> held_;
};

model::ClusterArn arn_of(const std::string& name) {
  return model::ClusterArn{"arn:aws:ecs:us-east-1:000000000000:cluster/" + name};
}

state::Command create(const std::string& name) {
  model::Cluster cluster;
  cluster.arn = arn_of(name);
  cluster.name = name;
  cluster.tags = {{"key", "value"}};
  return state::CreateCluster{cluster};
}

struct World {
  StepClock clock;
  HeldJournal journal;
  int failures = 0;

  Ledger open(LedgerOptions options = {}) {
    return Ledger(journal, clock, Log{}, [this](const Error&) { ++failures; }, options);
  }
};

TEST(ledger, applies_at_once_and_releases_when_durable) {
  World world;
  auto ledger = world.open();
  bool released = false;
  ledger.commit({create("a")});
  ledger.after_sync([&] { released = true; });
  EXPECT_TRUE(ledger.state().clusters().contains(arn_of("a")));
  world.clock.run();
  EXPECT_FALSE(released);
  world.journal.sync_one();
  EXPECT_TRUE(released);
}

TEST(ledger, releases_reads_of_durable_state_without_a_sync) {
  World world;
  auto ledger = world.open();
  bool released = false;
  ledger.after_sync([&] { released = true; });
  EXPECT_FALSE(released);
  world.clock.run();
  EXPECT_TRUE(released);
}

TEST(ledger, groups_commits_that_arrive_while_the_disk_is_busy) {
  World world;
  auto ledger = world.open();
  for (const auto* name : {"a", "b", "c", "d"}) ledger.commit({create(name)});
  world.journal.sync_one();
  world.journal.sync_one();
  EXPECT_FALSE(world.journal.busy());
  EXPECT_EQ(world.journal.batches, (std::vector<std::size_t>{1, 3}));
}

TEST(ledger, recovers_what_was_durable) {
  World world;
  {
    auto ledger = world.open();
    ledger.commit({create("a")});
    world.journal.sync_one();
    ledger.commit({create("lost")});
  }
  auto again = world.open();
  ASSERT_TRUE(again.recover());
  EXPECT_TRUE(again.state().clusters().contains(arn_of("a")));
  EXPECT_FALSE(again.state().clusters().contains(arn_of("lost")));
  EXPECT_EQ(again.state().clusters().at(arn_of("a")).tags.at("key"), "value");
}

TEST(ledger, recovers_from_a_snapshot_and_its_tail) {
  World world;
  {
    auto ledger = world.open({.commits_per_snapshot = 2});
    for (const auto* name : {"a", "b", "c"}) {
      ledger.commit({create(name)});
      world.journal.sync_one();
    }
  }
  ASSERT_TRUE(world.journal.snapshot);
  EXPECT_EQ(world.journal.durable.size(), 1u);
  auto again = world.open();
  ASSERT_TRUE(again.recover());
  EXPECT_EQ(again.state().clusters().size(), 3u);
  EXPECT_EQ(again.applied(), 3u);
}

TEST(ledger, releases_nothing_after_a_failed_sync) {
  World world;
  auto ledger = world.open();
  bool released = false;
  ledger.commit({create("a")});
  ledger.after_sync([&] { released = true; });
  world.journal.fail_one();
  world.clock.run();
  EXPECT_FALSE(released);
  EXPECT_EQ(world.failures, 1);
}

TEST(ledger, refuses_a_journal_with_a_gap) {
  World world;
  {
    auto ledger = world.open();
    for (const auto* name : {"a", "b"}) {
      ledger.commit({create(name)});
      world.journal.sync_one();
    }
  }
  world.journal.durable.erase(world.journal.durable.begin());
  auto again = world.open();
  const auto recovered = again.recover();
  ASSERT_FALSE(recovered);
  EXPECT_EQ(recovered.error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace berth::ledger
