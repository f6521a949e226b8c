#pragma once
// What the world needs of the programs it plays with, and what it gives them: the real server and
// the real agent are put behind these (server_process.cpp, agent_process.cpp), with simulated ports
// all around them. One object is one life; destroying it after its Process was killed is the crash.

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/log.hpp"
#include "base/result.hpp"
#include "ports/balancer.hpp"
#include "ports/clock.hpp"
#include "ports/container_engine.hpp"
#include "ports/courier.hpp"
#include "ports/entropy.hpp"
#include "ports/host.hpp"
#include "ports/journal.hpp"
#include "ports/key_value_store.hpp"
#include "ports/local_host.hpp"
#include "ports/prober.hpp"
#include "ports/transport.hpp"
#include "sim/kernel/mutant.hpp"
#include "state/state.hpp"
#include "wire/sigv4.hpp"

namespace berth::sim {

struct ServerPorts {
  boost::asio::any_io_executor executor;
  ports::Clock& clock;
  ports::Entropy& entropy;
  ports::Journal& journal;
  ports::Balancer& balancer;
  ports::Prober& prober;
  ports::Courier& courier;
  Log log;
  wire::Credentials root_key;
  std::uint64_t commits_per_snapshot = 0;
  Duration instance_lost_after{};
  Mutant mutant = Mutant::none;
  /// The journal failed: the process must end.
  std::function<void(const Error&)> on_failure;
  /// After each applied change.
  std::function<void(const state::Change&)> on_change;
};

class ServerProcess {
 public:
  virtual ~ServerProcess() = default;

  /// Recovers the state, which observers then see before anything changes it.
  virtual Result<void> recover() = 0;
  /// Begins to work.
  virtual void start() = 0;
  virtual ports::HttpService& service() = 0;
  virtual const state::State& state() const = 0;
  /// The last journal record that the state contains, and the last that is durable.
  virtual ports::Sequence applied() const = 0;
  virtual ports::Sequence durable() const = 0;
};

struct AgentPorts {
  boost::asio::any_io_executor executor;
  ports::Clock& clock;
  ports::Entropy& entropy;
  ports::Transport& transport;
  ports::ContainerEngine& engine;
  ports::KeyValueStore& store;
  ports::LocalHost& local_host;
  ports::Host host;
  Log log;
  wire::Credentials key;
  std::string region;
  std::string endpoint;
  std::string cluster;
  std::string zone;
  /// The host's own.
  std::string address;
  /// How long stopped tasks' containers stay.
  Duration cleanup_wait{};
  /// Between looks at containers about which no event came.
  Duration inspection{};
  /// The agent cannot go on: its process ends, and is started again after a while.
  std::function<void(const Error&)> on_failure;
};

class AgentProcess {
 public:
  virtual ~AgentProcess() = default;
  virtual void start() = 0;
};

struct Programs {
  std::function<std::unique_ptr<ServerProcess>(ServerPorts)> server;
  std::function<std::unique_ptr<AgentProcess>(AgentPorts)> agent;
};

}  // namespace berth::sim
