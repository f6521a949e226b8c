#pragma once
// The KeyValueStore port on one SQLite file, store.db. Each call is one transaction on the caller's
// thread. Rows are few and small, so that takes a fraction of a millisecond; only a row that shall
// survive a loss of power waits for the disk.

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
  Result<void> put(const std::string& key, const std::string& value,
                   ports::Survives survives) override;
  Result<void> erase(const std::string& key) override;

 private:
  Result<void> survive(ports::Survives survives);

  std::unique_ptr<Database> database_;
  /// What the database does at present; it is opened with the safer.
  ports::Survives survives_ = ports::Survives::loss_of_power;
};

}  // namespace berth::adapters
