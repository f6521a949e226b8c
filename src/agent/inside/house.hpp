#pragma once
// Answers what the tasks of this host ask their agents: metadata, statistics, credentials, task
// protection (agent-protocol §6). The agents of one process share one House, because they share one
// address; each joins as a Household. A container is known by the unguessable id in its URL, or in
// version 2 by the address of its task, so that no task reads about another.
//
// One executor. A household must live until nothing runs on the executor any more.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "agent/inside/agent_api.hpp"
#include "agent/inside/metadata.hpp"
#include "agent/inside/rate_limit.hpp"
#include "agent/session/credentials.hpp"
#include "agent/session/identity.hpp"
#include "agent/tasks/task_engine.hpp"
#include "agent/telemetry/sampler.hpp"
#include "base/log.hpp"
#include "ports/audit_trail.hpp"
#include "ports/task_listener.hpp"

namespace berth::agent::inside {

/// One agent's tasks, and what answering for them needs.
struct Household {
  const AgentOptions& options;
  tasks::TaskEngine& tasks;
  const session::CredentialsTable& credentials;
  const session::Identity& identity;
  telemetry::Sampler& sampler;
  client::ApiClient& api;
  ports::Transport& transport;
};

enum class HouseAfter : std::uint8_t { kept, given_back };

class House final : public ports::HttpService {
 public:
  House(ports::TaskListener& listener, ports::Clock& clock, ports::AuditTrail& audit, Log log)
      : listener_(listener), clock_(clock), audit_(audit), log_(std::move(log)) {}
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  /// Answers for this household from now on, and the URL that its tasks use. `wanted` is the URL
  /// that they used before. Error: this host has none for us, which is logged once; the household
  /// does not live here then.
  Result<std::string> join(const Household& home, const std::string& wanted);
  /// The last household gives the host back what the listener took, unless one wants it kept.
  void leave(const Household& home, HouseAfter after);

  boost::asio::awaitable<HttpResponse> answer(HttpRequest request) override;
  boost::asio::awaitable<std::optional<HttpResponse>> admit(const HttpRequest& handshake) override;
  boost::asio::awaitable<void> serve(HttpRequest handshake,
                                     std::unique_ptr<ports::WebSocket> socket) override;

 private:
  /// Who asks. Points into an agent's tasks: not to be kept over a wait.
  struct Resident {
    const Household* home = nullptr;
    const tasks::TaskRun* task = nullptr;
    /// The container that asks, or in version 2 the one that is asked about; null for none.
    const ContainerRecord* container = nullptr;

    explicit operator bool() const { return task != nullptr; }
    steps::TaskView view() const { return {task->record(), task->payload(), home->options}; }
  };

  Resident find(const Question& question, const std::string& peer) const;
  Resident find_endpoint(const std::string& id) const;
  Resident find_address(const std::string& address) const;
  boost::asio::awaitable<void> wait_until_seen(std::string endpoint_id);

  HttpResponse metadata(const Question& question, const std::string& peer) const;
  boost::asio::awaitable<HttpResponse> task_with_tags(Question question, std::string peer);
  boost::asio::awaitable<HttpResponse> statistics(Question question, std::string peer);
  boost::asio::awaitable<HttpResponse> protection(Question question, HttpRequest request);
  HttpResponse credentials(const Question& question, const HttpRequest& request);

  ports::TaskListener& listener_;
  ports::Clock& clock_;
  ports::AuditTrail& audit_;
  Log log_;
  RateLimit limit_;
  std::vector<const Household*> homes_;
  std::set<std::string> urls_;
  HouseAfter after_ = HouseAfter::given_back;
  enum class Complaint : std::uint8_t { none, made } complaint_{};
};

}  // namespace berth::agent::inside
