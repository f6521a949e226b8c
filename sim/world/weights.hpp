#pragma once
// Swarm testing: each run switches a random part of its operations off and gives the rest very
// different weights, so that runs differ in kind and not only in order.

#include <array>
#include <cstdint>

#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

/// `Choice` is an enum whose enumerators count from 0 and end with `count`.
template <class Choice>
class Weights {
 public:
  static constexpr std::size_t size = static_cast<std::size_t>(Choice::count);

  /// Everything off.
  Weights() = default;

  static Weights draw(SimEntropy& entropy) {
    Weights weights;
    for (auto& weight : weights.weights_) {
      if (entropy.chance(600)) weight = 1 + static_cast<std::uint32_t>(entropy.exponential(10));
    }
    return weights;
  }

  void set(Choice choice, std::uint32_t weight) { weights_[index(choice)] = weight; }
  std::uint32_t of(Choice choice) const { return weights_[index(choice)]; }
  bool any() const { return sum() > 0; }

  /// At least one weight must be on.
  Choice pick(SimEntropy& entropy) const {
    std::uint64_t drawn = entropy.below(sum());
    std::size_t at = 0;
    while (drawn >= weights_[at]) drawn -= weights_[at++];
    return static_cast<Choice>(at);
  }

 private:
  static std::size_t index(Choice choice) { return static_cast<std::size_t>(choice); }
  std::uint64_t sum() const {
    std::uint64_t total = 0;
    for (const auto weight : weights_) total += weight;
    return total;
  }

  std::array<std::uint32_t, size> weights_{};
};

}  // namespace berth::sim
