// What a journal promises when its process is killed at any moment, tried on real processes.

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <sys/wait.h>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "adapters/sqlite/testing/test_directory.hpp"

namespace berth::adapters {
namespace {

using ports::Sequence;

std::string bytes_of(Sequence sequence) {
  return std::to_string(sequence) + std::string(sequence % 700, 'x');
}

/// Appends without end, a few batches at a time, a snapshot now and then, and writes the number of
/// each synced record into the pipe.
class Appender {
 public:
  Appender(const std::string& directory, int pipe)
      : journal_(*SqliteJournal::create({directory}, context_.get_executor())), pipe_(pipe) {}

  [[noreturn]] void run() {
    const auto recovery = journal_->recover();
    if (recovery->snapshot) next_ = recovery->snapshot->sequence + 1;
    next_ += recovery->records.size();
    for (int i = 0; i < 3; ++i) append();
    context_.run();
    std::abort();
  }

 private:
  void append() {
    std::vector<ports::JournalRecord> batch;
    for (Sequence i = 0; i <= next_ % 4; ++i) batch.push_back({next_ + i, bytes_of(next_ + i)});
    next_ += batch.size();
    const Sequence last = next_ - 1;
    if (last % 16 == 0) {
      journal_->append(std::move(batch), [](Result<void>) {});
      journal_->store_snapshot({last, bytes_of(last)}, [this, last](auto) { acknowledge(last); });
    } else {
      journal_->append(std::move(batch), [this, last](auto) { acknowledge(last); });
    }
  }

  void acknowledge(Sequence sequence) {
    if (::write(pipe_, &sequence, sizeof sequence) != sizeof sequence) std::abort();
    append();
  }

  boost::asio::io_context context_;
  std::unique_ptr<SqliteJournal> journal_;
  int pipe_;
  Sequence next_ = 1;
};

/// Runs an Appender in a process and kills it after `count` acknowledgements; the last one of them.
Sequence kill_after(const std::string& directory, unsigned count) {
  int pipe[2];
  if (::pipe(pipe) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(pipe[0]);
    Appender(directory, pipe[1]).run();
  }
  ::close(pipe[1]);
  Sequence acknowledged = 0;
  for (unsigned i = 0; i < count; ++i) {
    if (::read(pipe[0], &acknowledged, sizeof acknowledged) != sizeof acknowledged) break;
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  // What it acknowledged between our last read and its end counts too.
  while (::read(pipe[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) continue;
  ::close(pipe[0]);
  return acknowledged;
}

void expect_everything_up_to(Sequence acknowledged, const std::string& directory) {
  boost::asio::io_context context;
  auto journal = SqliteJournal::create({directory}, context.get_executor());
  ASSERT_TRUE(journal) << journal.error().message;
  const auto recovery = (*journal)->recover();
  ASSERT_TRUE(recovery) << recovery.error().message;
  Sequence last = 0;
  if (recovery->snapshot) {
    last = recovery->snapshot->sequence;
    EXPECT_EQ(recovery->snapshot->bytes, bytes_of(last));
  }
  for (const auto& [sequence, bytes] : recovery->records) {
    ASSERT_EQ(sequence, ++last);
    ASSERT_EQ(bytes, bytes_of(sequence));
  }
  EXPECT_GE(last, acknowledged);
}

TEST(SqliteJournalCrash, loses_no_acknowledged_record_when_killed) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  TestDirectory directory;
  Sequence reached = 0;
  for (int round = 0; round < 60; ++round) {
    const Sequence acknowledged = kill_after(directory.path(), random() % 12);
    reached = std::max(reached, acknowledged);
    expect_everything_up_to(reached, directory.path());
    if (HasFatalFailure() || HasNonfatalFailure()) FAIL() << "seed " << seed << ", round " << round;
  }
  EXPECT_GT(reached, 300u) << "seed " << seed;
}

}  // namespace
}  // namespace berth::adapters
