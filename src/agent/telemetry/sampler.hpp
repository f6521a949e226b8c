#pragma once
// Reads the counters of every running container at a steady pace.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "agent/tasks/task_engine.hpp"
#include "agent/telemetry/stats.hpp"

namespace berth::agent::telemetry {

class Sampler {
 public:
  Sampler(tasks::TaskEngine& tasks, ports::ContainerEngine& engine, ports::Clock& clock,
          const AgentOptions& options)
      : tasks_(tasks), engine_(engine), clock_(clock), options_(options) {}

  boost::asio::awaitable<void> run();

  /// The newest reading of a container, with the one before it as its `precpu_stats`. Asks the
  /// engine if there is none yet. Nothing when the container does not run.
  boost::asio::awaitable<std::optional<gen::docker::ContainerStats>> latest(std::string docker_id);
  /// Bytes a second between the last two readings; nothing while there are fewer.
  struct NetworkRate {
    double received = 0, sent = 0;
  };
  std::optional<NetworkRate> network_rate(const std::string& docker_id) const;

  /// The metrics of one task's containers since the last call; empty when there are none yet.
  std::vector<gen::agent_protocol::ContainerMetric> take(const tasks::TaskRun& task);

 private:
  boost::asio::awaitable<void> sample_all();
  void keep(const std::string& docker_id, gen::docker::ContainerStats stats);
  /// Docker ids of everything that runs now; forgets the windows of everything else.
  std::vector<std::string> running_containers();

  tasks::TaskEngine& tasks_;
  ports::ContainerEngine& engine_;
  ports::Clock& clock_;
  const AgentOptions& options_;
  std::map<std::string, Window> windows_;
  struct Readings {
    gen::docker::ContainerStats last;
    std::optional<NetworkRate> rate;
  };
  std::map<std::string, Readings> readings_;
};

}  // namespace berth::agent::telemetry
