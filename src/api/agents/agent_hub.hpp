#pragma once
// The server's side of the agent protocol: which agents are connected, what each of them must be
// told, and what they say on their sockets (agent protocol §3, §4, §12).
//
// Level-triggered: whatever the state says about an instance's tasks is sent when it changes, again
// when the agent does not acknowledge it, and on every connection, so nothing is lost with a socket
// or with an agent whose disk is full. What is sent was decided by durable
// commands: frames are built when a change is applied and released by the ledger's gate.

#include <map>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "api/agents/session.hpp"
#include "base/http.hpp"
#include "base/log.hpp"
#include "ledger/ledger.hpp"
#include "ports/clock.hpp"
#include "ports/entropy.hpp"
#include "ports/transport.hpp"

namespace berth::api::agents {

/// "/acs/ws" or "/tcs/ws", and for which instance.
struct Handshake {
  enum class Channel : std::uint8_t { control, telemetry } channel{};
  model::ContainerInstanceArn container_instance_arn;
  model::AgentVersion agent;
};

/// Reads path and query of a websocket request; error invalid_parameter when they are no agent's.
Result<Handshake> read_handshake(const HttpRequest& request);

class AgentHub final : public ledger::Watcher {
 public:
  AgentHub(ledger::Ledger& ledger, ports::Clock& clock, ports::Entropy& entropy, Log log);

  /// Nobody is connected to a server that has just started.
  void start();

  /// Whether the instance may connect; refused is what agents know as InactiveInstanceException.
  Result<void> admit(const Handshake& handshake) const;

  /// Serves an admitted agent until its socket ends.
  boost::asio::awaitable<void> serve(Handshake handshake, std::unique_ptr<ports::WebSocket> socket);

  void on_change(const state::Change& change) override;

 private:
  /// A payload about one task; the agent acknowledges it once the order is safe on its disk.
  struct Told {
    model::DesiredStatus desired_status{};
    std::string message_id;
    Instant at{};
    bool acknowledged = false;
  };
  struct Connection {
    std::shared_ptr<Session> session;  // Shared with frames that wait at the gate.
    /// What the agent was told on this connection, so that it is told once.
    std::map<model::TaskArn, Told> told;
  };

  boost::asio::awaitable<void> serve_control(Handshake handshake, std::shared_ptr<Session> session);
  boost::asio::awaitable<void> serve_telemetry(Handshake handshake,
                                               std::shared_ptr<Session> session);
  void connect(const Handshake& handshake, std::shared_ptr<Session> session);
  void disconnect(const model::ContainerInstanceArn& arn, const Session& session);
  void tell(Connection& connection, const model::Task& task);
  void tell_all(const model::ContainerInstanceArn& arn, Connection& connection);
  void tell_again(const model::ContainerInstanceArn& arn);
  void acknowledged(const model::ContainerInstanceArn& arn, const std::string& message_id);
  void verify_stops(const model::ContainerInstanceArn& arn, Session& session,
                    const std::string& message);
  void flush();
  std::string manifest(const model::ContainerInstance& instance);
  std::string heartbeat(const model::ContainerInstance* instance);
  void receive_control(const model::ContainerInstanceArn& arn, Session& session, std::string text);
  void receive_telemetry(Session& session, std::string text);
  std::int64_t next_sequence();

  ledger::Ledger& ledger_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  Log log_;
  std::map<model::ContainerInstanceArn, Connection> connections_;
  std::set<model::TaskArn> changed_;
  bool flush_posted_ = false;
  std::int64_t sequence_ = 0;
};

}  // namespace berth::api::agents
