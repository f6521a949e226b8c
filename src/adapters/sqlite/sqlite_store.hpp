#pragma once
// The KeyValueStore port on one SQLite file, store.db. Each call is one synced transaction on the
// caller's thread: rows are few and small, so that takes a fraction of a millisecond.

#include <memory>
#include <string>

#include "ports/key_value_store.hpp"

namespace berth::adapters {

class Database;

class SqliteStore final : public ports::KeyValueStore {
 public:
  /// The directory is created with mode 0700 if absent. Error refused: another process uses it.
  static Result<std::unique_ptr<SqliteStore>> create(const std::string& directory);
  explicit SqliteStore(std::unique_ptr<Database> database);
  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  Result<std::map<std::string, std::string>> load() override;
  Result<void> put(const std::string& key, const std::string& value) override;
  Result<void> erase(const std::string& key) override;

 private:
  std::unique_ptr<Database> database_;
};

}  // namespace berth::adapters
