#pragma once
// The container-instance agent: registers a host with the server, keeps the two sockets open, runs
// the tasks that it is sent and reports what becomes of them. Interchangeable with the Amazon ECS
// agent on both sides (docs: agent protocol). It decides nothing about placement.
//
// Construct, co_spawn run(), and stop() it; everything it starts has ended when run() returns. It
// must outlive that coroutine. One executor.

#include <cstdint>
#include <memory>

#include <boost/asio/awaitable.hpp>

#include "agent/inside/house.hpp"
#include "agent/options.hpp"
#include "base/log.hpp"
#include "ports/clock.hpp"
#include "ports/container_engine.hpp"
#include "ports/entropy.hpp"
#include "ports/key_value_store.hpp"
#include "ports/local_host.hpp"
#include "ports/transport.hpp"

namespace berth::agent {

/// What stop() leaves behind.
enum class Leave : std::uint8_t {
  everything,  // Containers keep running and are adopted by the next agent (SIGTERM).
  nothing,     // Tasks are stopped, containers, volumes and networks removed.
};

class Agent {
 public:
  struct Ports {
    ports::Transport& transport;
    ports::Clock& clock;
    ports::Entropy& entropy;
    ports::ContainerEngine& engine;
    ports::KeyValueStore& store;
    ports::LocalHost& host;
    /// Where its tasks ask; agents of one process share one.
    inside::House& house;
  };

  Agent(AgentOptions options, Ports ports, Log log);
  ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  /// Works until stop(). Error: the store cannot be read, and nothing was started; or
  /// Leave::nothing was wanted, but the engine did not remove everything.
  boost::asio::awaitable<Result<void>> run();

  /// Ends run() soon; repeated calls keep the first answer.
  void stop(Leave leave);

  /// What the host may ask about the instance and its tasks, for a server on port 51678.
  ports::HttpService& introspection();

  /// Whether the server knows this host.
  bool is_registered() const;

 private:
  struct Parts;

  void move_in();
  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<Result<void>> clean_up();

  AgentOptions options_;
  Ports ports_;
  Log log_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace berth::agent
