#include "adapters/link_local_listener.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "adapters/http/http_endpoint.hpp"
#include "adapters/netlink/host_address.hpp"

namespace berth::adapters {

namespace {

constexpr int first_host = 2, last_host = 17;
constexpr std::uint16_t http_port = 80;
/// Where Amazon's agent listens too; every instance reserves it (agent-protocol §1.1).
constexpr std::uint16_t own_port = 51679;

std::string address_of(int host) { return fmt::format("169.254.170.{}", host); }

PortRedirect redirect_of(const std::string& address) {
  const auto host = address.substr(address.rfind('.') + 1);
  return {.table = "berth_tasks_" + host, .address = address, .from = http_port, .to = own_port};
}

Error unavailable(const std::string& address, const Error& error) {
  return {ErrorCode::refused,
          fmt::format("Cannot give this host the address {}: {}.", address, error.message)};
}

HttpServerConfig config_of(const std::string& address) {
  using std::chrono::seconds;
  HttpServerConfig config;
  config.listen = fmt::format("{}:{}", address, own_port);
  config.connections_max = 1024;
  config.header_max = std::size_t{16} << 10;
  config.body_max = std::size_t{64} << 10;
  config.bodies_max = std::size_t{4} << 20;
  config.header_timeout = config.body_timeout = config.write_timeout = seconds{5};
  config.idle_timeout = seconds{30};
  return config;
}

}  // namespace

std::vector<std::string> link_local_candidates(const std::string& wanted) {
  std::vector<std::string> list;
  for (int host = first_host; host <= last_host; ++host) list.push_back(address_of(host));
  const auto endpoint = parse_endpoint(wanted);
  if (!endpoint) return list;
  const auto before = std::ranges::find(list, endpoint->host);
  if (before != list.end()) std::rotate(list.begin(), before, before + 1);
  return list;
}

Result<std::string> LinkLocalListener::open(const std::string& wanted,
                                            ports::HttpService& service) {
  if (places_.contains(wanted)) return wanted;
  if (wanted.empty() && !places_.empty()) return places_.begin()->first;
  Result<std::string> taken = fail(ErrorCode::refused, "no address");
  std::vector<std::string> added;
  for (const auto& address : link_local_candidates(wanted)) {
    const auto before = add_loopback_address(address);
    if (!before) return std::unexpected(unavailable(address, before.error()));
    if (*before == Before::absent) added.push_back(address);
    taken = take(address, service);
    if (taken) return taken;
    // Another process serves its own tasks there; any other failure would come back.
    if (taken.error().code != ErrorCode::already_exists) break;
  }
  for (const auto& address : added) (void)remove_loopback_address(address);
  return taken;
}

Result<std::string> LinkLocalListener::take(const std::string& address,
                                            ports::HttpService& service) {
  auto server = TRY(HttpServer::create(config_of(address), service, owner_, threads_));
  const auto redirected = add_redirect(redirect_of(address));
  auto url = redirected ? fmt::format("http://{}", address)
                        : fmt::format("http://{}:{}", address, own_port);
  places_[url] = {address, std::move(server)};
  return url;
}

void LinkLocalListener::close(const std::string& url) {
  const auto place = places_.find(url);
  if (place == places_.end()) return;
  const auto address = place->second.address;
  places_.erase(place);
  // What cannot be removed harms nobody: nothing answers there, and the next process takes it.
  (void)remove_redirect(redirect_of(address));
  (void)remove_loopback_address(address);
}

}  // namespace berth::adapters
