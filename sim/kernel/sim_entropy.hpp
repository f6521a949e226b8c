#pragma once
// Seeded randomness. Each simulated process, link, disk and engine has its own generator, split
// from the seed of the run by name, so that one of them drawing more does not disturb the others.

#include <cstdint>
#include <string_view>

#include "ports/entropy.hpp"

namespace berth::sim {

class SimEntropy final : public ports::Entropy {
 public:
  explicit SimEntropy(std::uint64_t seed) : state_(seed) {}
  SimEntropy(std::uint64_t seed, std::string_view name);

  std::uint64_t next() override;

  /// An independent generator; the same name twice gives the same one.
  SimEntropy split(std::string_view name) const { return SimEntropy(state_, name); }

  /// True in `per_mille` of a thousand draws.
  bool chance(unsigned per_mille) { return below(1000) < per_mille; }
  /// Uniform between both ends, which belong to it.
  std::int64_t between(std::int64_t least, std::int64_t most);
  /// Mostly short, sometimes long: `mean` on average, never more than eight times that.
  std::int64_t exponential(std::int64_t mean);

 private:
  std::uint64_t state_;
};

}  // namespace berth::sim
