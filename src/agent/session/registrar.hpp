#pragma once
// Registers this host with the server and never gives up: a server that is not there yet, refuses,
// or has forgotten the instance is asked again.

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "agent/session/identity.hpp"
#include "agent/tasks/engine_watch.hpp"
#include "base/log.hpp"
#include "client/api_client.hpp"
#include "ports/clock.hpp"
#include "ports/entropy.hpp"

namespace berth::agent::session {

class Registrar {
 public:
  Registrar(client::ApiClient& api, tasks::EngineWatch& watch, Identity& identity,
            const AgentOptions& options, ports::Clock& clock, ports::Entropy& entropy,
            const Log& log);

  /// Returns when the server knows the instance. Waits for the engine first, because a host that
  /// cannot run containers has nothing to offer.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<Result<void>> register_once();
  boost::asio::awaitable<void> create_default_cluster();

  client::ApiClient& api_;
  tasks::EngineWatch& watch_;
  Identity& identity_;
  const AgentOptions& options_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  const Log& log_;
};

}  // namespace berth::agent::session
