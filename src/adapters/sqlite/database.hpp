#pragma once
// One SQLite file that belongs to one process: opened durable (write-ahead log, a sync at each
// commit), readable by its owner only, and locked so that a second process is refused with one
// clear line. SQLite's codes become Errors here: disk_full, corrupt, input_output. One thread at a
// time.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace berth::adapters {

struct DatabaseFile {
  /// Created with mode 0700 if absent.
  std::string directory;
  /// "journal": the file journal.db, and journal.lock beside it.
  std::string name;
  /// SQL that makes an empty file ours, and the version of that form; another version is refused.
  const char* schema = "";
  int version = 1;
  /// Bytes that the file may grow to; 0 means as far as the disk reaches.
  std::int64_t size_max = 0;
};

/// One prepared statement. Bound texts must stay alive until reset() or the next step to the end.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  ~Statement();

  Statement& bind(int position, std::int64_t value);
  Statement& bind(int position, std::string_view blob);

  /// Whether there is a row.
  Result<bool> step();
  /// Steps to the end and makes the statement ready for its next use.
  Result<void> run();

  std::int64_t integer(int column) const;
  std::string blob(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}

  sqlite3_stmt* handle_;
};

class Database {
 public:
  class Lock;

  /// Error refused: another process has it open. Error corrupt: not ours, or of another version.
  static Result<std::unique_ptr<Database>> open(const DatabaseFile& file);
  explicit Database(std::unique_ptr<Lock> lock);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Result<void> execute(const char* sql);
  Result<Statement> prepare(const char* sql);

  /// The first column of the first row; not_found without one.
  Result<std::int64_t> number(const char* sql);

  /// Runs `work` between BEGIN and COMMIT; an Error rolls everything back.
  Result<void> transaction(const std::function<Result<void>()>& work);

 private:
  Result<void> connect(const DatabaseFile& file);

  std::unique_ptr<Lock> lock_;
  sqlite3* handle_ = nullptr;
};

}  // namespace berth::adapters
