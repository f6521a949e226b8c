#include "agent/telemetry/sampler.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "ports/sleep.hpp"

namespace berth::agent::telemetry {

namespace asio = boost::asio;

namespace {

constexpr Duration stats_timeout = std::chrono::seconds{5};

std::optional<Sampler::NetworkRate> rate_between(const gen::docker::ContainerStats& before,
                                                 const gen::docker::ContainerStats& after) {
  const auto from = sample_of(before, Instant{}), to = sample_of(after, Instant{});
  const auto milliseconds = static_cast<double>((to.at - from.at).count());
  if (milliseconds <= 0 || !from.received || !to.received) return std::nullopt;
  const auto rate = [&](std::int64_t first, std::int64_t last) {
    return static_cast<double>(std::max<std::int64_t>(last - first, 0)) / milliseconds * 1000.0;
  };
  return Sampler::NetworkRate{rate(from.received->bytes, to.received->bytes),
                              rate(from.sent->bytes, to.sent->bytes)};
}

}  // namespace

asio::awaitable<void> Sampler::run() {
  while (true) {
    co_await tasks_.watch().wait_until_present();
    co_await sample_all();
    co_await ports::sleep_for(clock_, options_.times.sample);
  }
}

asio::awaitable<void> Sampler::sample_all() {
  const auto ids = running_containers();
  for (const auto& id : ids) {
    auto stats = co_await engine_.container_stats(id, stats_timeout);
    // An engine that hangs would cost a time-out for each container; the next round tries again.
    if (!stats && stats.error().code != ErrorCode::not_found) co_return;
    if (!stats) continue;
    windows_[id].add(sample_of(*stats, clock_.now()));
    keep(id, std::move(*stats));
  }
}

/// Docker leaves the comparison to who asks twice; readers of one answer find it inside.
void Sampler::keep(const std::string& docker_id, gen::docker::ContainerStats stats) {
  Readings readings;
  if (const auto before = readings_.find(docker_id); before != readings_.end()) {
    const auto& last = before->second.last;
    stats.preread = last.read;
    stats.precpu_stats = last.cpu_stats;
    readings.rate = rate_between(last, stats);
  }
  readings.last = std::move(stats);
  readings_[docker_id] = std::move(readings);
}

asio::awaitable<std::optional<gen::docker::ContainerStats>> Sampler::latest(std::string docker_id) {
  const auto known = readings_.find(docker_id);
  if (known != readings_.end()) co_return known->second.last;
  auto stats = co_await engine_.container_stats(docker_id, stats_timeout);
  if (!stats) co_return std::nullopt;
  keep(docker_id, *stats);
  co_return std::move(*stats);
}

std::optional<Sampler::NetworkRate> Sampler::network_rate(const std::string& docker_id) const {
  const auto found = readings_.find(docker_id);
  return found == readings_.end() ? std::nullopt : found->second.rate;
}

std::vector<std::string> Sampler::running_containers() {
  std::set<std::string> ids;
  for (const auto* task : tasks_.all()) {
    for (const auto& container : task->record().containers) {
      if (container.known == ContainerStatus::running) ids.insert(container.docker_id);
    }
  }
  const auto ended = [&](const auto& entry) { return !ids.contains(entry.first); };
  std::erase_if(windows_, ended);
  std::erase_if(readings_, ended);
  return {ids.begin(), ids.end()};
}

std::vector<gen::agent_protocol::ContainerMetric> Sampler::take(const tasks::TaskRun& task) {
  std::vector<gen::agent_protocol::ContainerMetric> metrics;
  std::optional<gen::agent_protocol::NetworkStatsSet> shared_network;
  for (const auto& container : task.record().containers) {
    const auto window = windows_.find(container.docker_id);
    if (window == windows_.end()) continue;
    auto metric = window->second.take(container.name);
    if (!metric) continue;
    if (container.restarts) {
      metric->restart_stats_set.emplace().restart_count = container.restarts->count;
    }
    // The pause container carries the traffic of its task; users know only the others.
    if (container.kind == ContainerKind::pause)
      shared_network = metric->network_stats_set;
    else
      metrics.push_back(std::move(*metric));
  }
  if (shared_network && !metrics.empty()) metrics.front().network_stats_set = shared_network;
  return metrics;
}

}  // namespace berth::agent::telemetry
