#pragma once
// The only source of randomness: ids, tokens, jitter. The simulator's is seeded.

#include <cstdint>
#include <string>

namespace berth::ports {

class Entropy {
 public:
  virtual ~Entropy() = default;

  virtual std::uint64_t next() = 0;

  /// Uniform in [0, bound); bound is at least 1. Our own arithmetic, so that a seed means the same
  /// with every standard library.
  std::uint64_t below(std::uint64_t bound);
  /// `count` lower-case hexadecimal digits.
  std::string hex(std::size_t count);
  /// `count` decimal digits, the first not 0.
  std::string decimal(std::size_t count);
  /// A version 4 UUID.
  std::string uuid();
};

}  // namespace berth::ports
