#pragma once
// The agent's small disk. Calls are synchronous in the port, so a row is there or it is not; what
// the simulator adds is a disk that refuses for a while, and a new host that begins with nothing.

#include <map>
#include <string>

#include "ports/key_value_store.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

/// Survives the agents that use it.
class AgentDisk {
 public:
  AgentDisk(SimEntropy entropy, unsigned fail_per_mille)
      : entropy_(entropy), fail_per_mille_(fail_per_mille) {}

  void calm() {
    fail_per_mille_ = 0;
    make_room();
  }
  /// Nothing more fits, until make_room().
  void fill() { room_ = Room::none; }
  void make_room() { room_ = Room::enough; }
  const std::map<std::string, std::string>& rows() const { return rows_; }
  void erase_all() { rows_.clear(); }

 private:
  friend class SimStore;

  SimEntropy entropy_;
  unsigned fail_per_mille_;
  enum class Room : std::uint8_t { enough, none } room_{};
  std::map<std::string, std::string> rows_;
};

class SimStore final : public ports::KeyValueStore {
 public:
  explicit SimStore(AgentDisk& disk, Mutant mutant = Mutant::none) : disk_(disk), mutant_(mutant) {}

  Result<std::map<std::string, std::string>> load() override { return disk_.rows_; }
  Result<void> put(const std::string& key, const std::string& value,
                   ports::Survives survives) override;
  Result<void> erase(const std::string& key) override;

 private:
  Result<void> draw_outcome();

  AgentDisk& disk_;
  Mutant mutant_;
};

}  // namespace berth::sim
