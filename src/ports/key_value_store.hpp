#pragma once
// The agent's small local memory: what must survive a restart of the agent, one row a task. Rows
// are few (tens) and small (kilobytes). Whatever is lost, rows never go back past one that
// survived: writes are lost from the newest on.

#include <cstdint>
#include <map>
#include <string>

#include "base/result.hpp"

namespace berth::ports {

/// The worst that a row gets over once put() has returned.
enum class Survives : std::uint8_t {
  end_of_process,  // However it ends; the end of the machine may lose the row.
  loss_of_power,
};

class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;

  virtual Result<std::map<std::string, std::string>> load() = 0;
  virtual Result<void> put(const std::string& key, const std::string& value, Survives survives) = 0;
  /// Survives the end of the process.
  virtual Result<void> erase(const std::string& key) = 0;
};

}  // namespace berth::ports
