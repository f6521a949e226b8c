#pragma once
// The agent's small local memory: what must survive a restart of the agent, one row a task. A call
// returns when the row is durable. Rows are few (tens) and small (kilobytes).

#include <map>
#include <string>

#include "base/result.hpp"

namespace berth::ports {

class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;

  virtual Result<std::map<std::string, std::string>> load() = 0;
  virtual Result<void> put(const std::string& key, const std::string& value) = 0;
  virtual Result<void> erase(const std::string& key) = 0;
};

}  // namespace berth::ports
