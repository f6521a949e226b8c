#include "sim/disk/sim_store.hpp"

namespace berth::sim {

Result<void> SimStore::put(const std::string& key, const std::string& value, ports::Survives) {
  if (auto outcome = draw_outcome(); !outcome) return outcome;
  if (mutant_ != Mutant::forget_agent_rows) disk_.rows_[key] = value;
  return {};
}

Result<void> SimStore::erase(const std::string& key) {
  if (auto outcome = draw_outcome(); !outcome) return outcome;
  disk_.rows_.erase(key);
  return {};
}

Result<void> SimStore::draw_outcome() {
  const bool full = disk_.room_ == AgentDisk::Room::none;
  if (full || disk_.entropy_.chance(disk_.fail_per_mille_)) {
    return fail(ErrorCode::disk_full, "no space left on the agent's simulated disk");
  }
  return {};
}

}  // namespace berth::sim
