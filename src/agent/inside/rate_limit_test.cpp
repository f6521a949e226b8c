#include "agent/inside/rate_limit.hpp"

#include <gtest/gtest.h>

namespace berth::agent::inside {
namespace {

int allowed(RateLimit& limit, const std::string& address, Instant now, int tries) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += limit.allows(address, now) ? 1 : 0;
  return count;
}

TEST(RateLimit, allows_sixty_at_once_and_then_forty_a_second) {
  RateLimit limit;
  Instant now{std::chrono::hours{1}};
  EXPECT_EQ(allowed(limit, "a", now, 100), 60);
  EXPECT_EQ(allowed(limit, "a", now += std::chrono::seconds{1}, 100), 40);
  EXPECT_EQ(allowed(limit, "a", now += std::chrono::milliseconds{25}, 100), 1);
  EXPECT_EQ(allowed(limit, "a", now += std::chrono::milliseconds{24}, 100), 0);
  EXPECT_EQ(allowed(limit, "a", now += std::chrono::hours{9}, 100), 60);
}

TEST(RateLimit, counts_each_address_by_itself) {
  RateLimit limit;
  const Instant now{};
  EXPECT_EQ(allowed(limit, "a", now, 100), 60);
  EXPECT_EQ(allowed(limit, "b", now, 100), 60);
}

TEST(RateLimit, knows_only_so_many_addresses_and_forgets_those_that_rested) {
  RateLimit limit({.addresses_max = 2});
  Instant now{};
  EXPECT_TRUE(limit.allows("a", now));
  EXPECT_TRUE(limit.allows("b", now));
  EXPECT_FALSE(limit.allows("c", now));
  EXPECT_TRUE(limit.allows("a", now));
  EXPECT_TRUE(limit.allows("c", now + std::chrono::milliseconds{30}));
}

TEST(RateLimit, survives_a_clock_that_is_set_back) {
  RateLimit limit;
  EXPECT_TRUE(limit.allows("a", Instant{std::chrono::hours{2}}));
  EXPECT_TRUE(limit.allows("a", Instant{std::chrono::hours{1}}));
}

}  // namespace
}  // namespace berth::agent::inside
