#pragma once
// Carries tasks' reports to the server: strictly one after another for a task, at most ten at the
// same time, again and again until the server takes them (agent-protocol §2.5). The reports
// themselves stay in the tasks' records, so none is lost with the agent.

#include <functional>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/scope.hpp"
#include "base/log.hpp"
#include "client/api_client.hpp"
#include "gen/ecs/types.hpp"
#include "ports/entropy.hpp"
#include "ports/event.hpp"

namespace berth::agent::tasks {

/// The oldest report of one task that was not taken yet.
class ReportSource {
 public:
  virtual ~ReportSource() = default;

  /// Null when everything was taken.
  virtual const gen::ecs::SubmitTaskStateChangeRequest* next_report() const = 0;
  /// The server took it, or will never take it.
  virtual void report_done() = 0;
};

class Reporter {
 public:
  using Find = std::function<ReportSource*(const std::string& arn)>;

  /// `find` answers null for a task that is gone.
  Reporter(client::ApiClient& api, ports::Clock& clock, ports::Entropy& entropy, Scope& scope,
           std::string cluster, const Log& log);

  void use(Find find) { find_ = std::move(find); }

  /// The task has reports. Harmless when it is being served already.
  void submit(const std::string& arn);
  /// The server was heard of: waiting retries happen now.
  void retry_now() { retry_.notify(); }

 private:
  enum class Delivery : std::uint8_t { done, failed };

  boost::asio::awaitable<void> serve(std::string arn);
  boost::asio::awaitable<Delivery> deliver(std::string arn);
  boost::asio::awaitable<void> take_turn();
  void end_turn();

  client::ApiClient& api_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  Scope& scope_;
  std::string cluster_;
  const Log& log_;
  Find find_;
  std::set<std::string> served_;
  int sending_ = 0;
  ports::Event turn_, retry_;
};

}  // namespace berth::agent::tasks
