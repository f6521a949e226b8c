#include "agent/agent.hpp"

#include <optional>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "agent/inside/introspection.hpp"
#include "agent/scope.hpp"
#include "agent/session/orders_session.hpp"
#include "agent/task_store.hpp"
#include "agent/tasks/task_engine.hpp"
#include "agent/telemetry/telemetry_session.hpp"
#include "gen/version.hpp"

namespace berth::agent {

namespace asio = boost::asio;

namespace {

constexpr Duration stop_look = std::chrono::hours{1};
/// Longer than any container's stop may take by default.
constexpr Duration clean_up_longest = std::chrono::minutes{3};

client::ClientOptions client_options(const AgentOptions& options) {
  return {.endpoint = options.endpoint,
          .region = options.region,
          .credentials = options.credentials,
          .timeout = options.times.api_call,
          .user_agent = "Berth agent - v" + std::string(gen::version)};
}

}  // namespace

struct Agent::Parts {
  Parts(const AgentOptions& options, const Ports& ports, const Log& log)
      : scope(ports.clock),
        stopped(ports.clock),
        store(ports.store, log),
        api(ports.transport, ports.clock, client_options(options)),
        engine({options, ports.engine, ports.clock, ports.entropy, ports.host, api, store, scope,
                log}),
        identity(store, options, log),
        registrar(api, engine.watch(), identity, options, ports.clock, ports.entropy, log),
        endpoints(api, identity, options, ports.clock),
        orders(engine, identity, credentials, log),
        orders_session({ports.transport, ports.clock, ports.entropy, options, log, endpoints,
                        identity, registrar, engine, orders}),
        sampler(engine, ports.engine, ports.clock, options),
        publication(engine, sampler, identity, options, ports.clock, ports.entropy),
        telemetry_session({ports.transport, ports.clock, ports.entropy, options, log, endpoints,
                           identity, engine, publication}),
        home{options, engine, credentials, identity, sampler, api, ports.transport},
        introspection(home) {
    engine.when_removed([this](const std::string& arn) { credentials.forget(arn); });
  }

  Scope scope;
  ports::Event stopped;
  std::optional<Leave> leave;
  TaskStore store;
  client::ApiClient api;
  tasks::TaskEngine engine;
  session::Identity identity;
  session::Registrar registrar;
  session::PollEndpoints endpoints;
  session::CredentialsTable credentials;
  session::Orders orders;
  session::OrdersSession orders_session;
  telemetry::Sampler sampler;
  telemetry::Publication publication;
  telemetry::TelemetrySession telemetry_session;
  inside::Household home;
  inside::Introspection introspection;
};

Agent::Agent(AgentOptions options, Ports ports, Log log)
    : options_(std::move(options)),
      ports_(ports),
      log_(std::move(log)),
      parts_(std::make_unique<Parts>(options_, ports_, log_)) {}

Agent::~Agent() = default;

asio::awaitable<Result<void>> Agent::run() {
  auto& parts = *parts_;
  auto stored = parts.store.load();
  if (!stored) co_return std::unexpected(stored.error());
  const auto executor = co_await asio::this_coro::executor;
  parts.scope.start_on(executor);
  parts.identity.start(stored->agent, ports_.entropy);
  move_in();
  // Tasks are looked after from the first moment, whether the server is there or not.
  parts.engine.start(std::move(*stored), parts.identity.record().instance_id);
  parts.scope.spawn(serve());
  while (!parts.leave) {
    const Instant deadline = ports_.clock.now() + stop_look;
    co_await parts.stopped.wait_until(deadline);
  }
  Result<void> done;
  if (*parts.leave == Leave::nothing) done = co_await clean_up();
  // Containers that go on hold the address; the next agent has to find it free.
  const bool needed = !parts.engine.all().empty();
  ports_.house.leave(parts.home,
                     needed ? inside::HouseAfter::kept : inside::HouseAfter::given_back);
  parts.scope.cancel();
  co_await parts.scope.join();
  log_.info("agent stopped");
  co_return done;
}

/// Where tasks cannot reach their agent they are told nothing of it, and run all the same.
void Agent::move_in() {
  auto& parts = *parts_;
  const auto before = parts.identity.record().task_endpoint;
  const auto url = ports_.house.join(parts.home, before);
  if (!url) return;
  if (!before.empty() && *url != before) {
    log_.warn("task metadata moved", {{"from", before}, {"to", *url}});
  }
  parts.identity.set_task_endpoint(*url);
  parts.engine.use_endpoint(*url);
}

asio::awaitable<void> Agent::serve() {
  auto& parts = *parts_;
  co_await parts.registrar.run();
  parts.scope.spawn(parts.orders_session.run());
  parts.scope.spawn(parts.sampler.run());
  parts.scope.spawn(parts.telemetry_session.run());
}

asio::awaitable<Result<void>> Agent::clean_up() {
  auto& parts = *parts_;
  const Instant deadline = ports_.clock.now() + clean_up_longest;
  const Result<void> removed_tasks = co_await parts.engine.remove_all(deadline);
  if (!removed_tasks) co_return removed_tasks;
  const auto stored = parts.store.load();
  if (!stored) co_return std::unexpected(stored.error());
  for (const auto& network : stored->networks) {
    // Another agent of this engine may use it still; then it stays, and so does its row.
    const Result<void> removed =
        co_await ports_.engine.remove_network(network, options_.times.engine_call);
    const bool gone = removed || removed.error().code == ErrorCode::not_found;
    if (gone)
      (void)parts.store.erase_network(network);
    else
      log_.info("network kept", {{"network", network}, {"cause", removed.error().message}});
  }
  co_return Result<void>{};
}

void Agent::stop(Leave leave) {
  if (!parts_->leave) parts_->leave = leave;
  parts_->stopped.notify();
}

ports::HttpService& Agent::introspection() { return parts_->introspection; }

bool Agent::is_registered() const { return parts_->identity.is_registered(); }

}  // namespace berth::agent
