#pragma once
// Keeps the TCS socket open for ever and publishes on it: metrics every twenty seconds, health on
// the same tick and whenever it turns, because this is its only way to the server.

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/backoff.hpp"
#include "agent/options.hpp"
#include "agent/session/handshake.hpp"
#include "agent/telemetry/publication.hpp"
#include "ports/transport.hpp"

namespace berth::agent::telemetry {

class TelemetrySession {
 public:
  struct Tools {
    ports::Transport& transport;
    ports::Clock& clock;
    ports::Entropy& entropy;
    const AgentOptions& options;
    const Log& log;
    session::PollEndpoints& endpoints;
    session::Identity& identity;
    tasks::TaskEngine& engine;
    Publication& publication;
  };
  explicit TelemetrySession(Tools tools);

  boost::asio::awaitable<void> run();

 private:
  /// One open socket, shared by its reader and its writer.
  struct Link {
    std::unique_ptr<ports::WebSocket> socket;
    /// What the frames' signatures cover.
    HttpRequest handshake;
    enum class State : std::uint8_t { open, closed } state{};
  };

  boost::asio::awaitable<void> connect_and_serve();
  boost::asio::awaitable<void> listen(Link& link);
  boost::asio::awaitable<void> publish(Link& link);
  boost::asio::awaitable<Result<void>> publish_round(Link& link);
  boost::asio::awaitable<Result<void>> publish_metrics(Link& link);
  boost::asio::awaitable<Result<void>> publish_health(Link& link);
  boost::asio::awaitable<Result<void>> send(Link& link, std::string json);
  void close(Link& link);

  Tools tools_;
  Backoff backoff_;
};

}  // namespace berth::agent::telemetry
