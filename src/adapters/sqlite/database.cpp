#include "adapters/sqlite/database.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/check.hpp"

namespace berth::adapters {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> system_failure(const std::string& doing) {
  const int reason = errno;
  return fail(reason == ENOSPC ? ErrorCode::disk_full : ErrorCode::input_output,
              fmt::format("{}: {}.", doing, std::system_category().message(reason)));
}

ErrorCode code_of(sqlite3* handle, int status) {
  switch (status & 0xff) {
    case SQLITE_FULL: return ErrorCode::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::corrupt;
    case SQLITE_IOERR:
      return sqlite3_system_errno(handle) == ENOSPC ? ErrorCode::disk_full
                                                    : ErrorCode::input_output;
    default: return ErrorCode::input_output;
  }
}

std::unexpected<Error> failure(sqlite3* handle) {
  const int status = sqlite3_extended_errcode(handle);
  const char* path = sqlite3_db_filename(handle, "main");
  return fail(code_of(handle, status),
              fmt::format("{}: {}.", path == nullptr ? "SQLite" : path, sqlite3_errmsg(handle)));
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

Result<void> make_directory(const std::string& directory) {
  std::error_code failed;
  if (fs::is_directory(directory, failed)) return {};
  const auto parent = fs::path(directory).lexically_normal().parent_path();
  if (!parent.empty()) fs::create_directories(parent, failed);
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return system_failure("Cannot create the directory " + directory);
  }
  return {};
}

/// Opens, creating if needed, a file that only its owner may read. SQLite gives its write-ahead log
/// the same mode.
Result<std::unique_ptr<Descriptor>> open_private(const std::string& path) {
  auto file =
      std::make_unique<Descriptor>(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (file->number() < 0) return system_failure("Cannot open " + path);
  if (::fchmod(file->number(), 0600) != 0) return system_failure("Cannot protect " + path);
  return file;
}

/// Makes a new file's name survive a power cut.
Result<void> sync_directory(const std::string& directory) {
  const Descriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.number() < 0 || ::fsync(folder.number()) != 0) {
    return system_failure("Cannot sync the directory " + directory);
  }
  return {};
}

}  // namespace

/// Held as long as the process lives or the database is open, whichever ends first.
class Database::Lock {
 public:
  static Result<std::unique_ptr<Lock>> take(const DatabaseFile& file) {
    const std::string path = file.directory + "/" + file.name + ".lock";
    auto opened = TRY(open_private(path));
    if (::flock(opened->number(), LOCK_EX | LOCK_NB) == 0) {
      return std::make_unique<Lock>(std::move(opened));
    }
    if (errno != EWOULDBLOCK) return system_failure("Cannot lock " + path);
    return fail(ErrorCode::refused, fmt::format("Another process already uses the {} in {}.",
                                                file.name, file.directory));
  }

  explicit Lock(std::unique_ptr<Descriptor> descriptor) : descriptor_(std::move(descriptor)) {}

 private:
  std::unique_ptr<Descriptor> descriptor_;
};

Statement::Statement(Statement&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement& Statement::bind(int position, std::int64_t value) {
  check(sqlite3_bind_int64(handle_, position, value) == SQLITE_OK, "a statement takes an integer");
  return *this;
}

Statement& Statement::bind(int position, std::string_view blob) {
  // A null pointer would bind NULL instead of an empty blob.
  const char* start = blob.empty() ? "" : blob.data();
  const int status = sqlite3_bind_blob64(handle_, position, start, blob.size(), SQLITE_STATIC);
  check(status == SQLITE_OK || status == SQLITE_TOOBIG, "a statement takes a blob");
  return *this;
}

Result<bool> Statement::step() {
  const int status = sqlite3_step(handle_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return failure(sqlite3_db_handle(handle_));
}

Result<void> Statement::run() {
  auto row = step();
  while (row && *row) row = step();
  sqlite3_reset(handle_);
  if (!row) return std::unexpected(std::move(row).error());
  return {};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::string Statement::blob(int column) const {
  const auto* start = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  const int size = sqlite3_column_bytes(handle_, column);
  return start == nullptr ? std::string() : std::string(start, static_cast<std::size_t>(size));
}

Database::Database(std::unique_ptr<Lock> lock) : lock_(std::move(lock)) {}

Database::~Database() { sqlite3_close(handle_); }

Result<std::unique_ptr<Database>> Database::open(const DatabaseFile& file) {
  TRY_VOID(make_directory(file.directory));
  auto database = std::make_unique<Database>(TRY(Lock::take(file)));
  TRY_VOID(database->connect(file));
  return database;
}

Result<void> Database::connect(const DatabaseFile& file) {
  const std::string path = file.directory + "/" + file.name + ".db";
  // Closed before SQLite opens it: closing any descriptor of a file drops the process's locks on
  // it.
  TRY(open_private(path)).reset();
  TRY_VOID(sync_directory(file.directory));
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) return failure(handle_);
  TRY_VOID(
      execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=10000; "
              "PRAGMA journal_size_limit=67108864"));
  if (file.size_max > 0) {
    const auto pages = file.size_max / TRY(number("PRAGMA page_size"));
    TRY_VOID(execute(fmt::format("PRAGMA max_page_count={}", pages).c_str()));
  }
  const auto version = TRY(number("PRAGMA user_version"));
  if (version == file.version) return {};
  if (version != 0) {
    return fail(ErrorCode::corrupt, fmt::format("{} has format {}, this program writes format {}.",
                                                path, version, file.version));
  }
  return transaction([&] {
    return execute(fmt::format("{}; PRAGMA user_version={}", file.schema, file.version).c_str());
  });
}

Result<void> Database::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure(handle_);
  return {};
}

Result<Statement> Database::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK) {
    return failure(handle_);
  }
  return Statement(statement);
}

Result<std::int64_t> Database::number(const char* sql) {
  auto query = TRY(prepare(sql));
  if (!TRY(query.step())) return fail(ErrorCode::not_found, "The query has no row.");
  return query.integer(0);
}

Result<void> Database::transaction(const std::function<Result<void>()>& work) {
  TRY_VOID(execute("BEGIN IMMEDIATE"));
  auto done = work();
  if (done) done = execute("COMMIT");
  if (!done && sqlite3_get_autocommit(handle_) == 0) {
    // The first error is what counts; a rollback that fails leaves a database that recovers itself.
    (void)execute("ROLLBACK");
  }
  return done;
}

}  // namespace berth::adapters
