#include "apps/agent_process.hpp"

#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "adapters/docker/pause_image.hpp"
#include "adapters/host_facts.hpp"
#include "adapters/http_server.hpp"
#include "adapters/sqlite/sqlite_store.hpp"
#include "adapters/system/environment.hpp"
#include "adapters/system/linux_host.hpp"
#include "apps/settings/agent_settings.hpp"

namespace berth::apps {

struct AgentProcess::Parts {
  boost::asio::any_io_executor owner;
  std::unique_ptr<ports::KeyValueStore> store;
  adapters::LinuxHost host;
  std::unique_ptr<agent::Agent> agent;
  std::unique_ptr<adapters::HttpServer> introspection;
};

namespace {

/// Stopped containers of a machine that people work on are removed soon; Amazon's agent waits 3 h.
constexpr Duration cleanup_wait = std::chrono::seconds{5};

Result<agent::AgentOptions> options_of(const AgentFlags& flags, agent::Capacity capacity,
                                       agent::InactiveInstance inactive,
                                       const wire::Credentials& credentials) {
  agent::AgentOptions options;
  options.endpoint = flags.endpoint;
  options.region = flags.region;
  options.credentials = credentials;
  options.cluster = flags.cluster;
  options.zone = flags.zone.empty() ? flags.region + "a" : flags.zone;
  options.host = TRY(adapters::read_host());
  if (flags.cpu > 0) options.host.cpu = flags.cpu;
  if (flags.memory > 0) options.host.memory = flags.memory;
  options.capacity = capacity;
  options.inactive = inactive;
  options.pause.archive = adapters::pause_image_archive();
  options.times.cleanup.wait = cleanup_wait;
  options.times.cleanup.failed_wait = std::chrono::seconds{flags.keep_failed};
  TRY_VOID(take_settings(options, adapters::environment_variable));
  return options;
}

std::unique_ptr<adapters::HttpServer> open_introspection(const std::string& listen,
                                                         agent::Agent& agent,
                                                         const AgentSurroundings& surroundings) {
  using std::chrono::seconds;
  adapters::HttpServerConfig config;
  config.listen = listen;
  config.connections_max = 64;
  config.header_max = std::size_t{16} << 10;
  config.body_max = config.bodies_max = std::size_t{64} << 10;
  config.header_timeout = config.body_timeout = config.write_timeout = seconds{5};
  auto server = adapters::HttpServer::create(config, agent.introspection(), surroundings.owner,
                                             surroundings.threads);
  if (server) return std::move(*server);
  surroundings.log.warn("introspection not served", {{"cause", server.error().message}});
  return nullptr;
}

}  // namespace

Result<std::unique_ptr<AgentProcess>> AgentProcess::create(const AgentFlags& flags,
                                                           agent::Capacity capacity,
                                                           agent::InactiveInstance inactive,
                                                           const wire::Credentials& credentials,
                                                           const AgentSurroundings& surroundings) {
  auto options = TRY(options_of(flags, capacity, inactive, credentials));
  auto parts = std::make_unique<Parts>();
  parts->owner = surroundings.owner;
  parts->store = TRY(adapters::SqliteStore::create(flags.data));
  parts->agent = std::make_unique<agent::Agent>(
      std::move(options),
      agent::Agent::Ports{surroundings.transport, surroundings.clock, surroundings.entropy,
                          surroundings.engine, *parts->store, parts->host, surroundings.house},
      surroundings.log);
  const bool hidden = capacity == agent::Capacity::fargate;
  if (!hidden && !flags.introspection.empty()) {
    parts->introspection = open_introspection(flags.introspection, *parts->agent, surroundings);
  }
  return std::make_unique<AgentProcess>(std::move(parts));
}

AgentProcess::AgentProcess(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

AgentProcess::~AgentProcess() = default;

void AgentProcess::start(std::function<void(Result<void>)> ended) {
  auto finish = [ended = std::move(ended)](const std::exception_ptr& thrown, Result<void> done) {
    if (thrown) done = fail(ErrorCode::server_failure, "The agent broke off.");
    ended(std::move(done));
  };
  auto work = parts_->agent->run();
  boost::asio::co_spawn(parts_->owner, std::move(work), std::move(finish));
}

void AgentProcess::stop(agent::Leave leave) { parts_->agent->stop(leave); }

}  // namespace berth::apps
