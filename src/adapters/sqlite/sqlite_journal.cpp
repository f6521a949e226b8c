#include "adapters/sqlite/sqlite_journal.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <fmt/format.h>

#include "adapters/sqlite/database.hpp"
#include "base/check.hpp"

namespace berth::adapters {

using ports::JournalRecord;
using ports::JournalRecovery;
using ports::JournalSnapshot;
using ports::Sequence;

namespace {

constexpr const char* schema =
    "CREATE TABLE record (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"
    "CREATE TABLE snapshot (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL)";

/// Raised when what the ledger encodes is no longer read: a server refuses what another wrote.
constexpr int format_version = 2;

/// More batches than this are written in several transactions, so that the first need not wait.
constexpr std::size_t group_max = 1024;

struct Job {
  std::vector<JournalRecord> batch{};
  std::optional<JournalSnapshot> snapshot{};
  SqliteJournal::Synced synced;
  /// Keeps the owner's context running until the completion was posted.
  boost::asio::any_io_executor owner{};
};

std::unexpected<Error> gap(Sequence expected, Sequence found) {
  return fail(ErrorCode::corrupt,
              fmt::format("The journal has record {} where record {} belongs.", found, expected));
}

std::int64_t number(Sequence sequence) { return static_cast<std::int64_t>(sequence); }

}  // namespace

struct SqliteJournal::Writer {
  static Result<std::unique_ptr<Writer>> create(const SqliteJournalConfig& config,
                                                boost::asio::any_io_executor owner);
  Writer(std::unique_ptr<Database> opened, std::vector<Statement> prepared,
         boost::asio::any_io_executor owning);
  ~Writer();

  Result<JournalRecovery> recover();
  void add(Job job);

  // On the thread.
  void work();
  Result<void> write(std::deque<Job>& jobs);
  Result<void> write_batch(const std::vector<JournalRecord>& batch);
  Result<void> write_snapshot(const JournalSnapshot& snapshot);

  boost::asio::any_io_executor owner;
  std::unique_ptr<Database> database;
  /// insert record, delete snapshots, insert snapshot, delete records
  std::vector<Statement> statements;
  /// The owner's.
  bool recovered = false;
  /// What the next record must be; set by recover(), then the thread's.
  Sequence next = 0;
  std::optional<Error> failure;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> queue;
  bool stopping = false;
  // Declared last: the thread ends before what it uses.
  std::jthread thread;
};

SqliteJournal::Writer::Writer(std::unique_ptr<Database> opened, std::vector<Statement> prepared,
                              boost::asio::any_io_executor owning)
    : owner(std::move(owning)),
      database(std::move(opened)),
      statements(std::move(prepared)),
      thread([this] { work(); }) {}

SqliteJournal::Writer::~Writer() {
  const std::scoped_lock held(mutex);
  stopping = true;
  changed.notify_one();
}

Result<std::unique_ptr<SqliteJournal::Writer>> SqliteJournal::Writer::create(
    const SqliteJournalConfig& config, boost::asio::any_io_executor owner) {
  auto database = TRY(Database::open({.directory = config.directory,
                                      .name = "journal",
                                      .schema = schema,
                                      .version = format_version,
                                      .size_max = config.size_max}));
  std::vector<Statement> statements;
  for (const char* sql :
       {"INSERT INTO record VALUES (?, ?)", "DELETE FROM snapshot",
        "INSERT INTO snapshot VALUES (?, ?)", "DELETE FROM record WHERE sequence <= ?"}) {
    statements.push_back(TRY(database->prepare(sql)));
  }
  return std::make_unique<Writer>(std::move(database), std::move(statements), std::move(owner));
}

Result<JournalRecovery> SqliteJournal::Writer::recover() {
  JournalRecovery recovery;
  auto snapshots = TRY(database->prepare("SELECT sequence, bytes FROM snapshot"));
  if (TRY(snapshots.step())) {
    recovery.snapshot =
        JournalSnapshot{static_cast<Sequence>(snapshots.integer(0)), snapshots.blob(1)};
  }
  next = recovery.snapshot ? recovery.snapshot->sequence + 1 : 1;
  auto records = TRY(database->prepare(
      "SELECT sequence, bytes FROM record WHERE sequence >= ? ORDER BY sequence"));
  records.bind(1, number(next));
  while (TRY(records.step())) {
    const auto sequence = static_cast<Sequence>(records.integer(0));
    if (sequence != next) return gap(next, sequence);
    recovery.records.push_back({sequence, records.blob(1)});
    ++next;
  }
  recovered = true;
  return recovery;
}

void SqliteJournal::Writer::add(Job job) {
  check(recovered, "a journal is recovered before anything is written");
  job.owner = boost::asio::prefer(owner, boost::asio::execution::outstanding_work.tracked);
  const std::scoped_lock held(mutex);
  queue.push_back(std::move(job));
  changed.notify_one();
}

void SqliteJournal::Writer::work() {
  while (true) {
    std::deque<Job> jobs;
    {
      std::unique_lock held(mutex);
      changed.wait(held, [this] { return stopping || !queue.empty(); });
      if (queue.empty()) return;
      const auto count = std::min(queue.size(), group_max);
      const auto end = queue.begin() + static_cast<std::ptrdiff_t>(count);
      jobs.assign(std::make_move_iterator(queue.begin()), std::make_move_iterator(end));
      queue.erase(queue.begin(), end);
    }
    if (!failure) {
      auto written = write(jobs);
      if (!written) failure = written.error();
    }
    for (auto& job : jobs) {
      Result<void> outcome;
      if (failure) outcome = std::unexpected(*failure);
      boost::asio::post(job.owner, [synced = std::move(job.synced),
                                    outcome = std::move(outcome)]() mutable { synced(outcome); });
    }
  }
}

Result<void> SqliteJournal::Writer::write(std::deque<Job>& jobs) {
  return database->transaction([&]() -> Result<void> {
    for (const auto& job : jobs) {
      TRY_VOID(write_batch(job.batch));
      if (job.snapshot) TRY_VOID(write_snapshot(*job.snapshot));
    }
    return {};
  });
}

Result<void> SqliteJournal::Writer::write_batch(const std::vector<JournalRecord>& batch) {
  for (const auto& record : batch) {
    if (record.sequence != next) return gap(next, record.sequence);
    TRY_VOID(statements[0].bind(1, number(record.sequence)).bind(2, record.bytes).run());
    ++next;
  }
  return {};
}

Result<void> SqliteJournal::Writer::write_snapshot(const JournalSnapshot& snapshot) {
  TRY_VOID(statements[1].run());
  TRY_VOID(statements[2].bind(1, number(snapshot.sequence)).bind(2, snapshot.bytes).run());
  TRY_VOID(statements[3].bind(1, number(snapshot.sequence)).run());
  next = std::max(next, snapshot.sequence + 1);
  return {};
}

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::create(const SqliteJournalConfig& config,
                                                             boost::asio::any_io_executor owner) {
  return std::make_unique<SqliteJournal>(TRY(Writer::create(config, std::move(owner))));
}

SqliteJournal::SqliteJournal(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}

SqliteJournal::~SqliteJournal() = default;

Result<JournalRecovery> SqliteJournal::recover() { return writer_->recover(); }

void SqliteJournal::append(std::vector<JournalRecord> batch, Synced synced) {
  writer_->add({.batch = std::move(batch), .synced = std::move(synced)});
}

void SqliteJournal::store_snapshot(JournalSnapshot snapshot, Synced synced) {
  writer_->add({.snapshot = std::move(snapshot), .synced = std::move(synced)});
}

}  // namespace berth::adapters
