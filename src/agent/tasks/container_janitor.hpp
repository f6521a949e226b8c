#pragma once
// Removes containers that this agent asked for and that the engine made only when nothing was left
// of their tasks: an agent may be killed while it waits for one, and its next life remove the task,
// minutes before a busy disk lets the engine have it. They never ran. Other agents of the same
// engine mark theirs with ids of their own.

#include <functional>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "base/log.hpp"
#include "ports/clock.hpp"
#include "ports/container_engine.hpp"

namespace berth::agent::tasks {

class ContainerJanitor {
 public:
  struct Tools {
    ports::ContainerEngine& engine;
    ports::Clock& clock;
    const AgentOptions& options;
    const Log& log;
    /// Whether something is left of the task with this ARN.
    std::function<bool(const std::string&)> knows;
  };

  explicit ContainerJanitor(Tools tools) : tools_(std::move(tools)) {}

  /// Looks for containers marked with the id of this agent's instance until it is cancelled.
  boost::asio::awaitable<void> run(std::string instance_id);

 private:
  boost::asio::awaitable<void> look(const std::string& instance_id);
  bool came_late(const gen::docker::ContainerSummary& container) const;

  Tools tools_;
};

}  // namespace berth::agent::tasks
