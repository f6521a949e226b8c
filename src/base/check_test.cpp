#include "base/check.hpp"

#include <gtest/gtest.h>

namespace berth {
namespace {

TEST(CheckDeathTest, aborts_with_the_place_and_the_broken_invariant) {
  check(true, "holds");
  EXPECT_DEATH(check(false, "2 tasks on 1 port"),
               "berth: broken invariant at .*check_test.cpp:.*: 2 tasks on 1 port");
}

}  // namespace
}  // namespace berth
