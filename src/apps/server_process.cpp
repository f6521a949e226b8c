#include "apps/server_process.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>

#include "adapters/files/data_directory.hpp"
#include "adapters/haproxy_balancer.hpp"
#include "adapters/http_client.hpp"
#include "adapters/http_server.hpp"
#include "adapters/idle_balancer.hpp"
#include "adapters/sqlite/sqlite_journal.hpp"
#include "adapters/system/io_threads.hpp"
#include "adapters/tcp_prober.hpp"
#include "adapters/transport_courier.hpp"
#include "apps/root_key.hpp"
#include "events/invocation.hpp"
#include "server/control_plane.hpp"

namespace berth::apps {

/// Members in the order of construction: whoever uses a part comes after it.
struct ServerProcess::Parts {
  boost::asio::any_io_executor owner;
  Log log;
  std::string endpoint;
  wire::Credentials root_key;
  std::unique_ptr<ports::Journal> journal;
  std::unique_ptr<ports::Balancer> balancer;
  std::unique_ptr<adapters::TcpProber> prober;
  std::unique_ptr<adapters::HttpTransport> transport;
  std::unique_ptr<adapters::TransportCourier> courier;
  std::unique_ptr<server::ControlPlane> control_plane;
  std::unique_ptr<adapters::HttpServer> http;
};

namespace {

Result<void> check_flags(const ServerFlags& flags) {
  if (!is_loopback(flags.listen)) {
    if (flags.authentication == api::Authentication::none) {
      return fail(ErrorCode::invalid_parameter,
                  "--auth none needs a loopback --listen address, not " + flags.listen + ".");
    }
    if (flags.reset == api::Reset::allowed) {
      return fail(ErrorCode::invalid_parameter,
                  "--allow-reset needs a loopback --listen address, not " + flags.listen + ".");
    }
  }
  if (flags.instance_lost_after < 10) {
    return fail(ErrorCode::invalid_parameter,
                "--instance-lost-after takes at least 10s: agents reconnect now and then.");
  }
  if (!flags.events_webhook.empty()) {
    TRY_VOID(events::plain_invocation(flags.events_webhook, ""));
  }
  const bool digits = flags.account.find_first_not_of("0123456789") == std::string::npos;
  if (flags.account.size() != 12 || !digits) {
    return fail(ErrorCode::invalid_parameter,
                "--account takes twelve digits, not '" + flags.account + "'.");
  }
  return {};
}

api::FrontOptions front_options(const ServerFlags& flags, const wire::Credentials& key) {
  api::FrontOptions options;
  options.root = {key, flags.account, "arn:aws:iam::" + flags.account + ":root"};
  options.keys.add(options.root);
  options.region = flags.region;
  options.authentication = flags.authentication;
  options.reset = flags.reset;
  return options;
}

Result<std::unique_ptr<ports::Balancer>> data_plane(DataPlane plane, const std::string& folder,
                                                    boost::asio::any_io_executor owner,
                                                    ports::Clock& clock, const Log& log) {
  if (plane == DataPlane::none) return std::make_unique<adapters::IdleBalancer>();
  adapters::HaproxyOptions options;
  options.folder = folder;
  auto balancer = TRY(adapters::HaproxyBalancer::create(options, std::move(owner), clock, log));
  return std::unique_ptr<ports::Balancer>(std::move(balancer));
}

}  // namespace

Result<std::unique_ptr<ServerProcess>> ServerProcess::create(
    const ServerFlags& flags, DataPlane plane, boost::asio::any_io_executor owner,
    ports::Clock& clock, ports::Entropy& entropy, adapters::IoThreads& threads, Log log,
    std::function<void(const Error&)> on_failure) {
  TRY_VOID(check_flags(flags));
  const auto directory = TRY(adapters::DataDirectory::open(flags.data));
  auto parts = std::make_unique<Parts>();
  parts->owner = owner;
  parts->log = log;
  parts->journal = TRY(adapters::SqliteJournal::create({directory.path()}, owner));
  parts->root_key = TRY(apps::root_key(directory, flags.root_key, entropy));
  parts->balancer = TRY(data_plane(plane, directory.path_of("haproxy"), owner, clock, log));
  parts->prober = std::make_unique<adapters::TcpProber>(owner, clock);
  parts->transport = std::make_unique<adapters::HttpTransport>(threads.executor());
  parts->courier = std::make_unique<adapters::TransportCourier>(*parts->transport, owner);
  server::ControlPlaneOptions options;
  options.front = front_options(flags, parts->root_key);
  options.pace = flags.pace;
  options.instance_lost_after = std::chrono::seconds{flags.instance_lost_after};
  options.events_webhook = flags.events_webhook;
  parts->control_plane = std::make_unique<server::ControlPlane>(
      std::move(options),
      server::ControlPlanePorts{*parts->journal, clock, entropy, *parts->balancer, *parts->prober,
                                *parts->courier},
      owner, log, std::move(on_failure));
  TRY_VOID(parts->control_plane->start());
  adapters::HttpServerConfig config;
  config.listen = flags.listen;
  parts->http = TRY(adapters::HttpServer::create(config, parts->control_plane->http(),
                                                 threads.executor(), threads));
  parts->endpoint = "http://" + parts->http->address();
  TRY_VOID(directory.write("region", flags.region + "\n"));
  TRY_VOID(directory.write("endpoint", parts->endpoint + "\n"));
  log.info("server started", {{"endpoint", parts->endpoint}, {"data", directory.path()}});
  return std::make_unique<ServerProcess>(std::move(parts));
}

ServerProcess::ServerProcess(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ServerProcess::~ServerProcess() = default;

const std::string& ServerProcess::endpoint() const { return parts_->endpoint; }

const wire::Credentials& ServerProcess::root_key() const { return parts_->root_key; }

void ServerProcess::stop(std::function<void()> stopped) {
  parts_->http->stop();
  boost::asio::co_spawn(parts_->owner, parts_->http->drained(),
                        [this, stopped = std::move(stopped)](const std::exception_ptr&) {
                          parts_->control_plane->stop([this, stopped] {
                            parts_->log.info("server stopped");
                            stopped();
                          });
                        });
}

}  // namespace berth::apps
