#include "adapters/system/os_entropy.hpp"

#include <cerrno>
#include <sys/random.h>
#include <utility>

#include "base/check.hpp"

namespace berth::adapters {

std::uint64_t OsEntropy::next() {
  if (left_ == 0) {
    // Up to 256 bytes come whole or, before the kernel is seeded and a signal arrives, not at all.
    constexpr auto size = static_cast<ssize_t>(sizeof drawn_);
    static_assert(size <= 256);
    ssize_t got = -1;
    do {
      got = ::getrandom(drawn_.data(), sizeof drawn_, 0);
    } while (got < 0 && errno == EINTR);
    check(got == size, "the kernel gives random bytes");
    left_ = drawn_.size();
  }
  return std::exchange(drawn_[--left_], 0);
}

}  // namespace berth::adapters
