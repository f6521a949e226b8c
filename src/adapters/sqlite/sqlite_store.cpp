#include "adapters/sqlite/sqlite_store.hpp"

#include <utility>

#include "adapters/sqlite/database.hpp"

namespace berth::adapters {

Result<std::unique_ptr<SqliteStore>> SqliteStore::create(const std::string& directory) {
  return std::make_unique<SqliteStore>(TRY(Database::open(
      {.directory = directory,
       .name = "store",
       .schema = "CREATE TABLE entry (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
       .version = 1})));
}

SqliteStore::SqliteStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

SqliteStore::~SqliteStore() = default;

Result<std::map<std::string, std::string>> SqliteStore::load() {
  std::map<std::string, std::string> entries;
  auto rows = TRY(database_->prepare("SELECT key, value FROM entry"));
  while (TRY(rows.step())) entries.emplace(rows.blob(0), rows.blob(1));
  return entries;
}

Result<void> SqliteStore::put(const std::string& key, const std::string& value,
                              ports::Survives survives) {
  TRY_VOID(survive(survives));
  auto insert = TRY(database_->prepare("INSERT OR REPLACE INTO entry VALUES (?, ?)"));
  return insert.bind(1, key).bind(2, value).run();
}

/// With NORMAL a commit goes to the file, with FULL to the disk, and all before it.
Result<void> SqliteStore::survive(ports::Survives survives) {
  if (survives == survives_) return {};
  const bool all = survives == ports::Survives::loss_of_power;
  TRY_VOID(database_->execute(all ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"));
  survives_ = survives;
  return {};
}

Result<void> SqliteStore::erase(const std::string& key) {
  TRY_VOID(survive(ports::Survives::end_of_process));
  auto removal = TRY(database_->prepare("DELETE FROM entry WHERE key = ?"));
  return removal.bind(1, key).run();
}

}  // namespace berth::adapters
