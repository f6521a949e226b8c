#include "rules/services/testing/toy_cluster.hpp"

#include <array>

#include <gtest/gtest.h>

#include "rules/deployments/percent.hpp"

namespace berth::rules {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t seeds = 60;

ToyOptions draw_options(std::uint64_t seed) {
  // Different enough from each other by plain remainders; the toy's own dice do the rest.
  ToyOptions options;
  options.seed = seed;
  options.instances = 2 + static_cast<std::int32_t>(seed % 3);
  options.desired = 1 + static_cast<std::int32_t>(seed * 7 % 9);
  options.least = std::array{0, 50, 100, 34}[seed % 4];
  options.most = std::array{200, 150, 125, 100}[seed / 4 % 4];
  // Percentages that let an update do nothing are told, and nothing else.
  const bool stuck = healthy_count_min(options.desired, options.least) >= options.desired &&
                     running_count_max(options.desired, options.most) <= options.desired;
  if (stuck) options.most = 200;
  options.never_runs = std::array{0u, 150u, 400u}[seed % 3];
  options.crashes = std::array{0u, 200u, 500u}[seed / 3 % 3];
  options.gets_sick = std::array{0u, 100u, 400u}[seed / 9 % 3];
  return options;
}

/// Whatever happened, a healed service comes to its desired count and stays there.
void expect_rest(ToyCluster& toy, std::uint64_t seed) {
  toy.heal();
  Duration waited{};
  // Failed starts wait for up to fifteen minutes.
  for (; !toy.is_settled() && waited < 40min; waited += 10s) ASSERT_EQ(toy.run(10s), "");
  EXPECT_TRUE(toy.is_settled()) << "seed " << seed << " starves";
  const auto before = toy.started();
  EXPECT_EQ(toy.run(2min), "");
  EXPECT_TRUE(toy.is_settled()) << "seed " << seed << " left its rest";
  EXPECT_LE(toy.started(), before + 10) << "seed " << seed << " flaps";
}

TEST(toy_cluster, services_come_to_rest_after_updates_with_failing_tasks) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    ToyCluster toy(draw_options(seed));
    ASSERT_EQ(toy.run(1min), "");
    toy.deploy();
    ASSERT_EQ(toy.run(20s), "");
    toy.deploy();
    ASSERT_EQ(toy.run(1min), "");
    expect_rest(toy, seed);
  }
}

TEST(toy_cluster, services_come_to_rest_after_scaling_and_lost_instances) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto options = draw_options(seed);
    // Its ceiling moves with the desired count, and tasks that were started under another one stay.
    options.most = 200;
    ToyCluster toy(options);
    ASSERT_EQ(toy.run(1min), "");
    toy.drain(0);
    toy.scale(static_cast<std::int32_t>(seed % 12));
    ASSERT_EQ(toy.run(30s), "");
    toy.lose(1);
    ASSERT_EQ(toy.run(30s), "");
    toy.bring_back(1);
    toy.scale(1 + static_cast<std::int32_t>(seed * 5 % 12));
    ASSERT_EQ(toy.run(1min), "");
    expect_rest(toy, seed);
  }
}

TEST(toy_cluster, a_failing_update_is_rolled_back_and_serves_all_the_time) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    ToyOptions options;
    options.seed = seed;
    options.desired = 1 + static_cast<std::int32_t>(seed % 8);
    ToyCluster toy(options);
    toy.scene().service.circuit_breaker.enable = true;
    toy.scene().service.circuit_breaker.rollback = true;
    for (Duration waited{}; !toy.is_settled() && waited < 10min; waited += 1s) toy.run(1s);
    ASSERT_TRUE(toy.is_settled());
    const auto good = toy.scene().service.deployments.front().id;
    toy.deploy();
    toy.make_all_fail();
    ASSERT_EQ(toy.run(20min), "");
    EXPECT_TRUE(toy.is_settled()) << "seed " << seed;
    EXPECT_EQ(toy.scene().service.deployments.front().id, good) << "seed " << seed;
  }
}

}  // namespace
}  // namespace berth::rules
