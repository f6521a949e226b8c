#include "agent/telemetry/stats.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace berth::agent::telemetry {

using gen::agent_protocol::ContainerMetric;
using gen::agent_protocol::StatsSet;
using gen::agent_protocol::ULongStatsSet;

namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;

std::int64_t entry(const std::map<std::string, std::int64_t>& stats, const char* name) {
  const auto found = stats.find(name);
  return found == stats.end() ? 0 : found->second;
}

/// The page cache is not the container's own: cgroup v1 says "cache", v2 "inactive_file".
std::int64_t memory_of(const gen::docker::ContainerStats& stats) {
  if (!stats.memory_stats) return 0;
  const auto usage = stats.memory_stats->usage.value_or(0);
  if (!stats.memory_stats->stats) return usage;
  const auto& details = *stats.memory_stats->stats;
  const auto cached =
      details.contains("cache") ? entry(details, "cache") : entry(details, "inactive_file");
  return std::max<std::int64_t>(usage - cached, 0);
}

std::int64_t processors_of(const gen::docker::CpuStats& cpu) {
  if (cpu.online_cpus.value_or(0) > 0) return *cpu.online_cpus;
  const bool listed = cpu.cpu_usage && cpu.cpu_usage->percpu_usage;
  const auto count = listed ? cpu.cpu_usage->percpu_usage->size() : 0;
  return std::max<std::int64_t>(static_cast<std::int64_t>(count), 1);
}

void add_network(Sample& sample, const gen::docker::ContainerStats& stats) {
  if (!stats.networks || stats.networks->empty()) return;
  auto& in = sample.received.emplace();
  auto& out = sample.sent.emplace();
  for (const auto& [name, network] : *stats.networks) {
    in.bytes += network.rx_bytes.value_or(0);
    in.packets += network.rx_packets.value_or(0);
    in.errors += network.rx_errors.value_or(0);
    in.dropped += network.rx_dropped.value_or(0);
    out.bytes += network.tx_bytes.value_or(0);
    out.packets += network.tx_packets.value_or(0);
    out.errors += network.tx_errors.value_or(0);
    out.dropped += network.tx_dropped.value_or(0);
  }
}

void add_disk(Sample& sample, const gen::docker::ContainerStats& stats) {
  if (!stats.blkio_stats || !stats.blkio_stats->io_service_bytes_recursive) return;
  for (const auto& row : *stats.blkio_stats->io_service_bytes_recursive) {
    const auto operation = lowercase(row.op.value_or(""));
    if (operation == "read") sample.read_bytes += row.value.value_or(0);
    if (operation == "write") sample.written_bytes += row.value.value_or(0);
  }
}

/// Collects numbers into {min, max, sampleCount, sum}.
template <class Set>
class Collected {
 public:
  template <class Number>
  void add(Number value) {
    if (set_.sample_count == 0) set_.min = set_.max = value;
    set_.min = std::min<decltype(set_.min)>(set_.min, value);
    set_.max = std::max<decltype(set_.max)>(set_.max, value);
    set_.sum += value;
    ++set_.sample_count;
  }
  const Set& set() const { return set_; }

 private:
  Set set_{};
};

template <class Read>
ULongStatsSet counters(const std::vector<Sample>& samples, Read read) {
  Collected<ULongStatsSet> collected;
  for (const auto& sample : samples) collected.add(read(sample));
  auto set = collected.set();
  set.overflow_min = set.overflow_max = set.overflow_sum = 0;
  return set;
}

/// Differences between neighbours, scaled by their distance in time.
template <class Read>
StatsSet rates(const std::vector<Sample>& samples, Read read) {
  Collected<StatsSet> collected;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const auto milliseconds = static_cast<double>((samples[i].at - samples[i - 1].at).count());
    if (milliseconds <= 0) continue;
    const auto difference = static_cast<double>(read(samples[i]) - read(samples[i - 1]));
    collected.add(std::max(difference, 0.0) / milliseconds * 1000.0);
  }
  return collected.set();
}

/// Nanoseconds of one processor per second become percent of all of them.
StatsSet cpu_set(const std::vector<Sample>& samples) {
  Collected<StatsSet> collected;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const auto nanoseconds = static_cast<double>((samples[i].at - samples[i - 1].at).count()) * 1e6;
    const auto used =
        static_cast<double>(samples[i].cpu_nanoseconds - samples[i - 1].cpu_nanoseconds);
    if (nanoseconds <= 0 || used < 0) continue;
    const auto all = nanoseconds * static_cast<double>(samples[i].processors);
    collected.add(100.0 * used / all);
  }
  return collected.set();
}

StatsSet memory_set(const std::vector<Sample>& samples) {
  Collected<StatsSet> collected;
  for (const auto& sample : samples) {
    collected.add(static_cast<double>(sample.memory_bytes / mebibyte));
  }
  return collected.set();
}

gen::agent_protocol::NetworkStatsSet network_set(const std::vector<Sample>& samples,
                                                 const std::vector<Sample>& counted) {
  const auto in = [](std::int64_t Traffic::* field) {
    return [field](const Sample& sample) { return sample.received.value_or(Traffic{}).*field; };
  };
  const auto out = [](std::int64_t Traffic::* field) {
    return [field](const Sample& sample) { return sample.sent.value_or(Traffic{}).*field; };
  };
  gen::agent_protocol::NetworkStatsSet set;
  set.rx_bytes = counters(counted, in(&Traffic::bytes));
  set.rx_packets = counters(counted, in(&Traffic::packets));
  set.rx_errors = counters(counted, in(&Traffic::errors));
  set.rx_dropped = counters(counted, in(&Traffic::dropped));
  set.tx_bytes = counters(counted, out(&Traffic::bytes));
  set.tx_packets = counters(counted, out(&Traffic::packets));
  set.tx_errors = counters(counted, out(&Traffic::errors));
  set.tx_dropped = counters(counted, out(&Traffic::dropped));
  set.rx_bytes_per_second = rates(samples, in(&Traffic::bytes));
  set.tx_bytes_per_second = rates(samples, out(&Traffic::bytes));
  return set;
}

}  // namespace

Sample sample_of(const gen::docker::ContainerStats& stats, Instant now) {
  Sample sample;
  sample.at = stats.read.value_or(now);
  if (stats.cpu_stats) {
    sample.processors = processors_of(*stats.cpu_stats);
    if (stats.cpu_stats->cpu_usage) {
      sample.cpu_nanoseconds = stats.cpu_stats->cpu_usage->total_usage.value_or(0);
    }
  }
  sample.memory_bytes = memory_of(stats);
  add_network(sample, stats);
  add_disk(sample, stats);
  return sample;
}

void Window::add(const Sample& sample) { samples_.push_back(sample); }

std::optional<ContainerMetric> Window::take(const std::string& container_name) {
  if (samples_.size() < 2) return std::nullopt;
  const auto from = samples_.begin() + (first_ == First::counted ? 1 : 0);
  const std::vector<Sample> counted(from, samples_.end());
  ContainerMetric metric;
  metric.container_name = container_name;
  metric.cpu_stats_set = cpu_set(samples_);
  metric.memory_stats_set = memory_set(counted);
  if (samples_.back().received) metric.network_stats_set = network_set(samples_, counted);
  auto& storage = metric.storage_stats_set.emplace();
  storage.read_size_bytes = counters(counted, [](const Sample& s) { return s.read_bytes; });
  storage.write_size_bytes = counters(counted, [](const Sample& s) { return s.written_bytes; });
  samples_.erase(samples_.begin(), samples_.end() - 1);
  first_ = First::counted;
  return metric;
}

}  // namespace berth::agent::telemetry
