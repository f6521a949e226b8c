#include "ports/entropy.hpp"

#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "ports/testing/seeded_entropy.hpp"

namespace berth::ports {
namespace {

/// Answers the given numbers.
class Scripted final : public Entropy {
 public:
  explicit Scripted(std::vector<std::uint64_t> numbers) : numbers_(std::move(numbers)) {}
  std::uint64_t next() override { return numbers_.at(position_++); }

 private:
  std::vector<std::uint64_t> numbers_;
  std::size_t position_ = 0;
};

TEST(Entropy, draws_each_number_below_a_bound_equally_often) {
  testing::SeededEntropy entropy;
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts.at(entropy.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 10000, 400);
  EXPECT_EQ(entropy.below(1), 0u);
}

TEST(Entropy, draws_again_in_the_incomplete_last_block) {
  EXPECT_EQ(Scripted({~std::uint64_t{0}, 12}).below(10), 2u);
}

TEST(Entropy, writes_ids_of_their_forms) {
  testing::SeededEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    const auto hex = entropy.hex(17), decimal = entropy.decimal(12), uuid = entropy.uuid();
    EXPECT_EQ(hex.size(), 17u);
    EXPECT_EQ(hex.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(decimal.size(), 12u);
    EXPECT_TRUE(parse_unsigned(decimal));
    EXPECT_NE(decimal.front(), '0');
    ASSERT_EQ(uuid.size(), 36u);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    for (const int dash : {8, 13, 18, 23}) EXPECT_EQ(uuid[static_cast<std::size_t>(dash)], '-');
    seen.insert({hex, decimal, uuid});
  }
  EXPECT_EQ(seen.size(), 1500u);
  EXPECT_EQ(entropy.hex(0), "");
  EXPECT_EQ(entropy.decimal(0), "");
}

}  // namespace
}  // namespace berth::ports
