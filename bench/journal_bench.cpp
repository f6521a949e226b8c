// What a durable group commit costs over the bare SQLite transaction beneath it.

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <sqlite3.h>

#include "adapters/sqlite/sqlite_journal.hpp"
#include "bench/ratio.hpp"

namespace berth::bench {
namespace {

constexpr std::size_t record_size = 400;

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "berth_bench_XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path;
};

/// One table written in the way that docs/journal.md asks for, by nothing but SQLite.
class BareTable {
 public:
  explicit BareTable(const std::string& folder) {
    sqlite3_open((folder + "/bare.db").c_str(), &database_);
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE record (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
    sqlite3_prepare_v2(database_, "INSERT INTO record (bytes) VALUES (?)", -1, &insert_, nullptr);
  }
  ~BareTable() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }
  BareTable(const BareTable&) = delete;
  BareTable& operator=(const BareTable&) = delete;

  void append(std::size_t rows, const std::string& bytes) {
    run("BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < rows; ++i) {
      sqlite3_bind_blob(insert_, 1, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
      sqlite3_step(insert_);
      sqlite3_reset(insert_);
    }
    run("COMMIT");
  }

 private:
  void run(const char* sql) { sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void group_commit(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const std::string bytes(record_size, 'x');
  const Folder folder;
  BareTable bare(folder.path);
  boost::asio::io_context owner;
  auto work = boost::asio::make_work_guard(owner);
  auto journal = adapters::SqliteJournal::create({folder.path, 0}, owner.get_executor());
  if (!journal || !(*journal)->recover()) return state.SkipWithError("the journal did not open");

  ports::Sequence last = 0;
  bool failed = false;
  const auto append = [&] {
    std::vector<ports::JournalRecord> batch;
    for (std::size_t i = 0; i < rows; ++i) batch.push_back({++last, bytes});
    bool synced = false;
    (*journal)->append(std::move(batch), [&](Result<void> outcome) {
      synced = true;
      failed |= !outcome;
    });
    while (!synced) owner.run_one();
  };
  measure(state, append, [&] { bare.append(rows, bytes); });
  if (failed) state.SkipWithError("an append failed");
}
BENCHMARK(group_commit)->Arg(1)->Arg(100)->Arg(1000)->UseManualTime();

}  // namespace
}  // namespace berth::bench
