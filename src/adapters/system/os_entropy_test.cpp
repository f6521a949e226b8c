#include "adapters/system/os_entropy.hpp"

#include <set>

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

TEST(OsEntropy, does_not_repeat_itself) {
  OsEntropy one, other;
  std::set<std::uint64_t> drawn;
  for (int i = 0; i < 1000; ++i) {
    drawn.insert(one.next());
    drawn.insert(other.next());
  }
  EXPECT_EQ(drawn.size(), 2000u);
}

}  // namespace
}  // namespace berth::adapters
