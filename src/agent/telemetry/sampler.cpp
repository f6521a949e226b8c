#include "agent/telemetry/sampler.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "ports/sleep.hpp"

namespace berth::agent::telemetry {

namespace asio = boost::asio;

namespace {

constexpr Duration stats_timeout = std::chrono::seconds{5};

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
    const auto stats = co_await engine_.container_stats(id, stats_timeout);
    if (stats) windows_[id].add(sample_of(*stats, clock_.now()));
    // An engine that hangs would cost a time-out for each container; the next round tries again.
    else if (stats.error().code != ErrorCode::not_found)
      co_return;
  }
}

std::vector<std::string> Sampler::running_containers() {
  std::set<std::string> ids;
  for (const auto* task : tasks_.all()) {
    for (const auto& container : task->record().containers) {
      if (container.known == ContainerStatus::running) ids.insert(container.docker_id);
    }
  }
  std::erase_if(windows_, [&](const auto& entry) { return !ids.contains(entry.first); });
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
