#include "rules/placement/capacity_provider_strategy.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

using model::CapacityProviderStrategy;

CapacityProviderStrategy strategy(
    std::vector<std::tuple<std::string, std::int32_t, std::int32_t>> items) {
  CapacityProviderStrategy made;
  for (const auto& [name, base, weight] : items) {
    auto& item = made.emplace_back();
    item.capacity_provider = name;
    if (base > 0) item.base = base;
    item.weight = weight;
  }
  return made;
}

/// How so many tasks are divided.
ProviderCounts divide(const CapacityProviderStrategy& by, int tasks) {
  ProviderCounts counts;
  for (; tasks > 0; --tasks) ++counts[next_provider(by, counts)];
  return counts;
}

TEST(capacity_provider_strategy, follows_the_weights) {
  const auto by = strategy({{"A", 0, 1}, {"B", 0, 4}});
  EXPECT_EQ(divide(by, 5), (ProviderCounts{{"A", 1}, {"B", 4}}));
  EXPECT_EQ(divide(by, 100), (ProviderCounts{{"A", 20}, {"B", 80}}));
  EXPECT_EQ(divide(by, 1), (ProviderCounts{{"B", 1}}));
}

TEST(capacity_provider_strategy, gives_the_base_first) {
  const auto by = strategy({{"A", 0, 1}, {"B", 3, 1}});
  EXPECT_EQ(divide(by, 3), (ProviderCounts{{"B", 3}}));
  EXPECT_EQ(divide(by, 7), (ProviderCounts{{"A", 2}, {"B", 5}}));
}

TEST(capacity_provider_strategy, gives_nothing_without_a_weight) {
  EXPECT_EQ(divide(strategy({{"A", 0, 0}, {"B", 0, 1}}), 4), (ProviderCounts{{"B", 4}}));
  EXPECT_EQ(divide(strategy({{"A", 2, 0}, {"B", 0, 1}}), 4), (ProviderCounts{{"A", 2}, {"B", 2}}));
  EXPECT_EQ(divide(strategy({{"A", 0, 0}}), 2), (ProviderCounts{{"A", 2}}));
}

TEST(capacity_provider_strategy, keeps_the_parts_on_the_way_down) {
  const auto by = strategy({{"A", 1, 1}, {"B", 0, 1}});
  auto counts = divide(by, 9);
  for (int left = 8; left > 0; --left) {
    const auto a = beyond_its_part(by, counts, "A"), b = beyond_its_part(by, counts, "B");
    --counts[a > b ? "A" : "B"];
    EXPECT_LE(std::abs(counts["A"] - 1 - counts["B"]), 1) << left;
  }
  EXPECT_EQ(counts["A"], 1) << "the base stays";
  EXPECT_GT(beyond_its_part(by, counts, "gone"), beyond_its_part(by, counts, "A"));
}

TEST(capacity_provider_strategy, refuses_what_divides_nothing) {
  const std::vector<std::string> known = {"FARGATE", "FARGATE_SPOT", "asg"};
  EXPECT_TRUE(check_strategy(strategy({{"FARGATE", 1, 1}, {"FARGATE_SPOT", 0, 2}}), known));
  EXPECT_TRUE(check_strategy({}, known));
  const CapacityProviderStrategy wrong[] = {
      strategy({{"other", 0, 1}}),
      strategy({{"FARGATE", 1, 1}, {"FARGATE_SPOT", 1, 1}}),
      strategy({{"FARGATE", 0, 0}, {"FARGATE_SPOT", 0, 0}}),
      strategy({{"FARGATE", 0, 1}, {"FARGATE", 0, 1}}),
      strategy({{"FARGATE", 0, 1}, {"asg", 0, 1}}),
      strategy({{"FARGATE", 100'001, 1}}),
      strategy({{"FARGATE", 0, 1001}}),
  };
  for (const auto& each : wrong) EXPECT_FALSE(check_strategy(each, known));
}

}  // namespace
}  // namespace berth::rules
