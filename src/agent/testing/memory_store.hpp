#pragma once
// A KeyValueStore in memory that outlives the agents of a test and can refuse to write.

#include <map>
#include <string>

#include "ports/key_value_store.hpp"

namespace berth::agent::testing {

class MemoryStore final : public ports::KeyValueStore {
 public:
  Result<std::map<std::string, std::string>> load() override { return rows; }
  Result<void> put(const std::string& key, const std::string& value, ports::Survives) override {
    if (full) return fail(ErrorCode::disk_full, "no space left");
    rows[key] = value;
    ++writes;
    return {};
  }
  Result<void> erase(const std::string& key) override {
    rows.erase(key);
    return {};
  }

  std::map<std::string, std::string> rows;
  int writes = 0;
  bool full = false;
};

}  // namespace berth::agent::testing
