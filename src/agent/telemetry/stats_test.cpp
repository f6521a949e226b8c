#include "agent/telemetry/stats.hpp"

#include <chrono>

#include <gtest/gtest.h>

namespace berth::agent::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t mebibyte = 1024 * 1024;

Sample at(Duration when, std::int64_t cpu_milliseconds, std::int64_t bytes = 0) {
  Sample sample;
  sample.at = Instant{when};
  sample.processors = 2;
  sample.cpu_nanoseconds = cpu_milliseconds * 1000000;
  sample.memory_bytes = 10 * mebibyte + 1;
  sample.received = Traffic{.bytes = bytes};
  sample.sent = Traffic{};
  return sample;
}

TEST(Stats, CpuIsPercentOfTheWholeHost) {
  Window window;
  window.add(at(0s, 0));
  EXPECT_EQ(window.take("web"), std::nullopt) << "one sample only primes";
  window.add(at(10s, 10000));
  window.add(at(20s, 15000));
  const auto metric = window.take("web");
  ASSERT_TRUE(metric);
  EXPECT_EQ(metric->cpu_stats_set->sample_count, 2);
  EXPECT_DOUBLE_EQ(metric->cpu_stats_set->max, 50.0);
  EXPECT_DOUBLE_EQ(metric->cpu_stats_set->min, 25.0);
  EXPECT_DOUBLE_EQ(metric->cpu_stats_set->sum, 75.0);
  EXPECT_EQ(metric->memory_stats_set->sample_count, 3);
  EXPECT_DOUBLE_EQ(metric->memory_stats_set->max, 10.0) << "whole MiB, rounded down";
}

TEST(Stats, WindowsJoinWithoutAGap) {
  Window window;
  window.add(at(0s, 0));
  window.add(at(10s, 1000));
  EXPECT_TRUE(window.take("web"));
  EXPECT_EQ(window.take("web"), std::nullopt);
  window.add(at(20s, 2000));
  const auto metric = window.take("web");
  ASSERT_TRUE(metric);
  EXPECT_EQ(metric->cpu_stats_set->sample_count, 1);
  EXPECT_EQ(metric->memory_stats_set->sample_count, 1) << "the shared sample counts once";
}

TEST(Stats, CountersAreCumulativeAndRatesAreDifferences) {
  Window window;
  window.add(at(0s, 0, 200));
  window.add(at(2s, 0, 486));
  const auto network = *window.take("web")->network_stats_set;
  EXPECT_EQ(network.rx_bytes->sum, 686);
  EXPECT_EQ(network.rx_bytes->max, 486);
  EXPECT_EQ(network.rx_bytes->overflow_max, 0);
  EXPECT_DOUBLE_EQ(network.rx_bytes_per_second->sum, 143.0);
}

TEST(Stats, ARestartedCounterIsNotNegative) {
  Window window;
  window.add(at(0s, 5000, 900));
  window.add(at(10s, 10, 100));
  const auto metric = window.take("web");
  EXPECT_EQ(metric->cpu_stats_set->sample_count, 0);
  EXPECT_DOUBLE_EQ(metric->network_stats_set->rx_bytes_per_second->min, 0.0);
}

TEST(Stats, MemoryLeavesThePageCacheOut) {
  gen::docker::ContainerStats stats;
  auto& memory = stats.memory_stats.emplace();
  memory.usage = 100;
  memory.stats = {{"inactive_file", 30}};
  EXPECT_EQ(sample_of(stats, Instant{}).memory_bytes, 70);
  memory.stats = {{"cache", 40}, {"inactive_file", 30}};
  EXPECT_EQ(sample_of(stats, Instant{}).memory_bytes, 60);
}

TEST(Stats, AContainerWithoutItsOwnNetworkHasNoNetworkSet) {
  Window window;
  auto sample = at(0s, 0);
  sample.received.reset();
  window.add(sample);
  sample.at += 1s;
  window.add(sample);
  EXPECT_EQ(window.take("web")->network_stats_set, std::nullopt);
}

}  // namespace
}  // namespace berth::agent::telemetry
