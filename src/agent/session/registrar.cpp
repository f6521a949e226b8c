#include "agent/session/registrar.hpp"

#include <utility>

#include "agent/backoff.hpp"
#include "agent/session/attributes.hpp"
#include "client/error_code.hpp"
#include "gen/ecs/service.hpp"
#include "ports/sleep.hpp"

namespace berth::agent::session {

namespace asio = boost::asio;
using gen::ecs::RegisterContainerInstanceRequest;
using gen::ecs::RegisterContainerInstanceResponse;

namespace {

/// Shorter than Amazon's (3 s to 192 s), because the server is usually on the way up beside us.
constexpr BackoffLimits between_tries{.first = std::chrono::milliseconds{250},
                                      .longest = std::chrono::seconds{30},
                                      .factor = 2.0,
                                      .jitter = 0.2};

constexpr Duration store_again = std::chrono::seconds{5};

bool is_default(const std::string& cluster) { return cluster.empty() || cluster == "default"; }

}  // namespace

Registrar::Registrar(client::ApiClient& api, tasks::EngineWatch& watch, Identity& identity,
                     const AgentOptions& options, ports::Clock& clock, ports::Entropy& entropy,
                     const Log& log)
    : api_(api),
      watch_(watch),
      identity_(identity),
      options_(options),
      clock_(clock),
      entropy_(entropy),
      log_(log) {}

asio::awaitable<void> Registrar::run() {
  co_await watch_.wait_until_present();
  Backoff backoff(between_tries, entropy_);
  while (true) {
    const bool again = identity_.is_registered();
    const Result<void> done = co_await register_once();
    if (done) break;
    const auto& error = done.error();
    const bool missing = error.code == ErrorCode::cluster_not_found;
    if (missing && is_default(options_.cluster)) {
      co_await create_default_cluster();
    } else if (again && !missing && !client::is_retriable(error)) {
      log_.warn("registration forgotten by the server", {{"cause", error.message}});
      identity_.forget_registration();
    }
    log_.warn("registration repeated", {{"cause", error.message}});
    const Duration delay = backoff.next();
    co_await ports::sleep_for(clock_, delay);
  }
  // Tasks that an instance gets which a restart forgets would never be heard of again.
  while (!identity_.make_durable()) co_await ports::sleep_for(clock_, store_again);
}

asio::awaitable<Result<void>> Registrar::register_once() {
  const auto& version = watch_.version();
  const EngineVersions engine{version.min_api_version.value_or("1.12"), version.api_version};
  const auto registration = identity_.is_registered() ? Registration::again : Registration::first;
  RegisterContainerInstanceRequest request;
  request.cluster = options_.cluster;
  request.instance_identity_document = identity_.document();
  request.instance_identity_document_signature = "";
  request.total_resources = total_resources(options_);
  request.attributes = attributes(options_, engine, registration);
  if (registration == Registration::again) {
    request.container_instance_arn = identity_.record().container_instance_arn;
  }
  const auto answer = co_await api_.call<RegisterContainerInstanceResponse>(
      gen::ecs::service(), "RegisterContainerInstance", std::move(request));
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->container_instance || !answer->container_instance->container_instance_arn) {
    co_return fail(ErrorCode::server_failure, "the answer names no container instance");
  }
  const auto& arn = *answer->container_instance->container_instance_arn;
  log_.info("container instance registered", {{"instance", arn}});
  identity_.set_registered(arn);
  co_return Result<void>{};
}

asio::awaitable<void> Registrar::create_default_cluster() {
  gen::ecs::CreateClusterRequest request;
  request.cluster_name = "default";
  const auto made = co_await api_.call<gen::ecs::CreateClusterResponse>(
      gen::ecs::service(), "CreateCluster", std::move(request));
  if (!made) log_.warn("default cluster not created", {{"cause", made.error().message}});
}

}  // namespace berth::agent::session
