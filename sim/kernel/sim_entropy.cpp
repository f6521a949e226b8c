#include "sim/kernel/sim_entropy.hpp"

#include <bit>

#include "base/text.hpp"

namespace berth::sim {

namespace {

/// The output function of SplitMix64.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

SimEntropy::SimEntropy(std::uint64_t seed, std::string_view name)
    : state_(mix(seed + 0x9e3779b97f4a7c15ULL) ^ mix(stable_hash(name))) {}

std::uint64_t SimEntropy::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return mix(state_);
}

std::int64_t SimEntropy::between(std::int64_t least, std::int64_t most) {
  return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1));
}

std::int64_t SimEntropy::exponential(std::int64_t mean) {
  // -ln(u) in integers, so that no library's rounding reaches a trace: the leading zeros of a
  // random word are a geometric draw whose steps are ln 2, the next bits interpolate between them.
  const std::uint64_t drawn = next() | 1;
  const auto zeros = static_cast<std::int64_t>(std::countl_zero(drawn));
  const auto fraction = static_cast<std::int64_t>(next() >> 54);  // 0..1023
  // Their sum is 1.5 on average.
  const std::int64_t scaled = mean * (zeros * 1024 + fraction) * 2 / 3072;
  return scaled < mean * 8 ? scaled : mean * 8;
}

}  // namespace berth::sim
