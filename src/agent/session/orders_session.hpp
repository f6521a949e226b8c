#pragma once
// Keeps the ACS socket open for ever: finds it, shakes hands, answers its messages, and comes back
// by the rules of agent-protocol §3.3 when it ends.

#include <cstdint>
#include <memory>

#include <boost/asio/awaitable.hpp>

#include "agent/backoff.hpp"
#include "agent/options.hpp"
#include "agent/session/handshake.hpp"
#include "agent/session/orders.hpp"
#include "agent/session/registrar.hpp"
#include "ports/transport.hpp"

namespace berth::agent::session {

/// How a connection, or the try at one, ended.
enum class Ending : std::uint8_t {
  closed,    // By the server.
  expired,   // By us, after its half hour.
  silent,    // By us, because nothing came.
  failed,    // It never opened.
  inactive,  // The server says that the instance is not its own any more.
};

class OrdersSession {
 public:
  struct Tools {
    ports::Transport& transport;
    ports::Clock& clock;
    ports::Entropy& entropy;
    const AgentOptions& options;
    const Log& log;
    PollEndpoints& endpoints;
    Identity& identity;
    Registrar& registrar;
    tasks::TaskEngine& engine;
    Orders& orders;
  };
  explicit OrdersSession(Tools tools);

  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<Ending> connect_and_serve();
  boost::asio::awaitable<Ending> serve(ports::WebSocket& socket);
  boost::asio::awaitable<void> pause(Ending ending, Duration lasted);
  Duration spread(Duration least, Duration more);

  Tools tools_;
  Backoff backoff_;
  Credentials credentials_ = Credentials::send;
};

}  // namespace berth::agent::session
