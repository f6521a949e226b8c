#pragma once
// One agent on real adapters: its store, its connection to the server, the machine's engine, and
// the introspection of its container instance, which the hidden capacity of FARGATE does not have.

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "adapters/system/io_threads.hpp"
#include "agent/agent.hpp"
#include "apps/flags.hpp"
#include "base/log.hpp"

namespace berth::apps {

/// What several agents of one process share.
struct AgentSurroundings {
  boost::asio::any_io_executor owner;
  ports::Transport& transport;
  ports::Clock& clock;
  ports::Entropy& entropy;
  ports::ContainerEngine& engine;
  agent::inside::House& house;
  /// Of the introspection's connections.
  adapters::IoThreads& threads;
  const Log& log;
};

class AgentProcess {
 public:
  /// Opens the agent's directory under `flags.data` and reads the machine's size. An introspection
  /// port that is in use is logged, and the agent goes without.
  static Result<std::unique_ptr<AgentProcess>> create(const AgentFlags& flags,
                                                      agent::Capacity capacity,
                                                      agent::InactiveInstance inactive,
                                                      const wire::Credentials& credentials,
                                                      const AgentSurroundings& surroundings);
  struct Parts;
  explicit AgentProcess(std::unique_ptr<Parts> parts);
  ~AgentProcess();
  AgentProcess(const AgentProcess&) = delete;
  AgentProcess& operator=(const AgentProcess&) = delete;

  /// Begins to work; `ended` is called once, when the agent has ended.
  void start(std::function<void(Result<void>)> ended);
  void stop(agent::Leave leave);

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace berth::apps
