#include "rules/address_allocation.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

model::Subnet subnet(std::string cidr) {
  model::Subnet subnet;
  subnet.cidr_block = std::move(cidr);
  return subnet;
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct Numbers {
  std::uint64_t state;

  std::uint64_t next() {
    std::uint64_t mixed = state += 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebULL;
    return mixed ^ mixed >> 31;
  }
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(next() % bound); }
};

std::uint32_t ip(std::string_view text) { return *model::parse_ipv4(text); }

TEST(AddressAllocation, GivesEveryAddressOnceAndThenNone) {
  const auto small = subnet("10.31.0.0/26");
  for (const std::uint64_t seed : {0ULL, 1ULL, 52ULL, 53ULL, 0xffffffffffffffffULL}) {
    std::set<std::uint32_t> used;
    while (const auto address = free_address(small, used, seed)) {
      ASSERT_TRUE(used.insert(ip(*address)).second) << *address;
      ASSERT_LE(used.size(), 64U);
    }
    EXPECT_EQ(used.size(), 64U - first_free_offset - 1);
    EXPECT_EQ(*used.begin(), ip("10.31.0.10"));
    EXPECT_EQ(*used.rbegin(), ip("10.31.0.62"));
    EXPECT_EQ(free_address_count(small, used), 0U);
  }
}

TEST(AddressAllocation, NeverGivesReservedOrUsedAddressesWhateverTheSeed) {
  const std::uint64_t seed = 4711;
  SCOPED_TRACE(seed);
  Numbers random{seed};
  for (int round = 0; round < 500; ++round) {
    const auto prefix = std::to_string(20 + random.below(8));
    const auto range = *model::Cidr::parse("10.40.16.0/" + prefix);
    const auto some = subnet(range.text());
    std::set<std::uint32_t> used;
    for (int i = 0; i < 50; ++i) used.insert(range.address + random.below(128));
    const auto address = free_address(some, used, random.next());
    if (!address) {
      EXPECT_EQ(free_address_count(some, used), 0U);
      continue;
    }
    EXPECT_FALSE(used.contains(ip(*address)));
    EXPECT_GE(ip(*address), range.address + first_free_offset);
    EXPECT_LT(ip(*address), range.last());
    const auto before = free_address_count(some, used);
    used.insert(ip(*address));
    EXPECT_EQ(free_address_count(some, used), before - 1);
  }
}

TEST(AddressAllocation, GivesEachLoadBalancerALoopbackAddressOfItsOwn) {
  std::set<std::string> used;
  for (int i = 0; i < 300; ++i) {
    const auto address = loopback_address(used, 77);
    EXPECT_TRUE(address.starts_with("127."));
    EXPECT_FALSE(address.starts_with("127.0.")) << address;
    EXPECT_FALSE(address.ends_with(".0") || address.ends_with(".255")) << address;
    ASSERT_TRUE(used.insert(address).second) << address;
  }
}

TEST(AddressAllocation, FindsNothingInASubnetWithoutRoom) {
  EXPECT_EQ(free_address(subnet("10.0.0.0/29"), {}, 3), std::nullopt);
  EXPECT_EQ(free_address(subnet("not a range"), {}, 3), std::nullopt);
  EXPECT_EQ(free_address_count(subnet("10.0.0.0/29"), {}), 0U);
}

}  // namespace
}  // namespace berth::rules
