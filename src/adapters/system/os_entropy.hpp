#pragma once
// The Entropy port on the kernel's random numbers. Draws are buffered, so one system call serves
// many; one owner's executor uses it.

#include <array>
#include <cstddef>
#include <cstdint>

#include "ports/entropy.hpp"

namespace berth::adapters {

class OsEntropy final : public ports::Entropy {
 public:
  OsEntropy() = default;
  OsEntropy(const OsEntropy&) = delete;
  OsEntropy& operator=(const OsEntropy&) = delete;

  std::uint64_t next() override;

 private:
  std::array<std::uint64_t, 32> drawn_{};
  std::size_t left_ = 0;
};

}  // namespace berth::adapters
