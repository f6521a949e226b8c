#pragma once
// A KeyValueStore in memory that outlives the agents of a test and can refuse to write.

#include <map>
#include <string>

#include "ports/key_value_store.hpp"

namespace berth::agent::testing {

class MemoryStore final : public ports::KeyValueStore {
 public:
  Result<std::map<std::string, std::string>> load() override { return rows; }
  Result<void> put(const std::string& key, const std::string& value,
                   ports::Survives survives) override {
    if (full) return fail(ErrorCode::disk_full, "no space left");
    rows[key] = value;
    ++writes;
    // As a journal does, a row that is forced to the disk takes all before it along.
    if (survives == ports::Survives::loss_of_power) durable_ = rows;
    return {};
  }
  void lose_power() { rows = durable_; }
  Result<void> erase(const std::string& key) override {
    rows.erase(key);
    return {};
  }

  std::map<std::string, std::string> rows;
  int writes = 0;
  bool full = false;

 private:
  std::map<std::string, std::string> durable_;
};

}  // namespace berth::agent::testing
