#pragma once
// The Journal port on one SQLite file (docs/journal.md is its format). A thread of its own writes:
// everything that waits when it looks becomes one transaction, so the disk is synced once for many
// batches. After a failure every later append answers the same error.
//
// The directory's lock makes sure that one process only uses a journal.

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "ports/journal.hpp"

namespace berth::adapters {

struct SqliteJournalConfig {
  /// Holds journal.db; created with mode 0700 if absent.
  std::string directory;
  /// Bytes that journal.db may grow to before appends answer disk_full; 0 means no limit.
  std::int64_t size_max = 0;
};

class SqliteJournal final : public ports::Journal {
 public:
  /// Completions run on `owner`. Error refused: another process uses the directory.
  static Result<std::unique_ptr<SqliteJournal>> create(const SqliteJournalConfig& config,
                                                       boost::asio::any_io_executor owner);
  struct Writer;
  explicit SqliteJournal(std::unique_ptr<Writer> writer);
  /// Writes what is queued, then ends the thread.
  ~SqliteJournal() override;
  SqliteJournal(const SqliteJournal&) = delete;
  SqliteJournal& operator=(const SqliteJournal&) = delete;

  Result<ports::JournalRecovery> recover() override;
  void append(std::vector<ports::JournalRecord> batch, Synced synced) override;
  void store_snapshot(ports::JournalSnapshot snapshot, Synced synced) override;

 private:
  std::unique_ptr<Writer> writer_;
};

}  // namespace berth::adapters
