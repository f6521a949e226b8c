#pragma once
// Reads the counters of every running container at a steady pace.

#include <map>
#include <string>

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

  /// The metrics of one task's containers since the last call; empty when there are none yet.
  std::vector<gen::agent_protocol::ContainerMetric> take(const tasks::TaskRun& task);

 private:
  boost::asio::awaitable<void> sample_all();
  /// Docker ids of everything that runs now; forgets the windows of everything else.
  std::vector<std::string> running_containers();

  tasks::TaskEngine& tasks_;
  ports::ContainerEngine& engine_;
  ports::Clock& clock_;
  const AgentOptions& options_;
  std::map<std::string, Window> windows_;
};

}  // namespace berth::agent::telemetry
