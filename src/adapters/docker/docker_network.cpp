#include "adapters/docker/docker_network.hpp"

#include <algorithm>
#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "adapters/docker/docker_json.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

using gen::docker::NetworkInspect;

constexpr std::string_view bridge_driver = "bridge";
constexpr int looks_most = 10;
constexpr std::chrono::milliseconds between_looks{100};

gen::docker::NetworkCreateBody create_body(const ports::NetworkSpec& spec) {
  gen::docker::IpamConfig range;
  range.subnet = spec.subnet;
  range.gateway = spec.gateway;
  gen::docker::Ipam ipam;
  ipam.config.emplace().push_back(std::move(range));
  gen::docker::NetworkCreateBody body;
  body.name = spec.name;
  // Older engines would make a second network of the same name.
  body.check_duplicate = true;
  body.driver = bridge_driver;
  body.ipam = std::move(ipam);
  body.options.emplace()["com.docker.network.bridge.name"] = spec.bridge;
  return body;
}

bool has_subnet(const NetworkInspect& network, const std::string& subnet) {
  if (!network.ipam || !network.ipam->config) return false;
  return std::ranges::any_of(*network.ipam->config,
                             [&](const auto& range) { return range.subnet == subnet; });
}

std::string subnets_of(const NetworkInspect& network) {
  std::vector<std::string> subnets;
  if (network.ipam && network.ipam->config) {
    for (const auto& range : *network.ipam->config) subnets.push_back(range.subnet.value_or("?"));
  }
  return subnets.empty() ? "none" : join(subnets, ", ");
}

Result<void> check_same(const NetworkInspect& network, const ports::NetworkSpec& spec) {
  if (network.driver.value_or("") != bridge_driver) {
    return fail(ErrorCode::refused,
                fmt::format("The container engine has a network {} already, with driver {} instead "
                            "of {}. Remove it or choose another name.",
                            spec.name, network.driver.value_or("?"), bridge_driver));
  }
  if (!has_subnet(network, spec.subnet)) {
    return fail(ErrorCode::refused,
                fmt::format("The container engine has a network {} already, with subnet {} instead "
                            "of {}. Remove it or choose another name.",
                            spec.name, subnets_of(network), spec.subnet));
  }
  return {};
}

asio::awaitable<Result<NetworkInspect>> inspect(DockerClient& client, std::string name,
                                                Duration timeout) {
  DockerCall call;
  call.target = "/networks/" + docker_escape(name);
  const auto body = co_await client.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  auto network = from_docker<NetworkInspect>(*body, "a network");
  // The engine also finds a network by the beginning of its id.
  if (network && network->name != name) {
    co_return fail(ErrorCode::not_found, fmt::format("There is no network {}.", name));
  }
  co_return network;
}

asio::awaitable<Result<void>> create(DockerClient& client, const ports::NetworkSpec& spec,
                                     Duration timeout) {
  DockerCall call;
  call.method = "POST";
  call.target = "/networks/create";
  call.body = to_docker(create_body(spec));
  call.conflict = Conflict::already_exists;
  const auto body = co_await client.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return Result<void>{};
}

/// Another agent of this machine may be making the same network: Docker says then that the name or
/// the range is taken, the latter before it shows the network.
bool may_be_made_now(ErrorCode code) {
  return code == ErrorCode::already_exists || code == ErrorCode::refused;
}

/// The network that somebody else makes, or not_found after a second.
asio::awaitable<Result<NetworkInspect>> wait_for_theirs(DockerClient& client, std::string name,
                                                        TimeLeft left) {
  const auto executor = co_await asio::this_coro::executor;
  for (int look = 1;; ++look) {
    auto theirs = co_await inspect(client, name, left);
    const bool absent = !theirs && theirs.error().code == ErrorCode::not_found;
    if (!absent || look == looks_most) co_return theirs;
    asio::steady_timer pause(executor, between_looks);
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

bool overlap(const std::string& one, const std::string& other) {
  boost::system::error_code bad;
  const auto a = asio::ip::make_network_v4(one, bad).canonical();
  if (bad) return false;
  const auto b = asio::ip::make_network_v4(other, bad).canonical();
  return !bad && (a == b || a.is_subnet_of(b) || b.is_subnet_of(a));
}

bool holds_range(const NetworkInspect& network, const std::string& subnet) {
  if (!network.ipam || !network.ipam->config) return false;
  return std::ranges::any_of(*network.ipam->config, [&](const auto& range) {
    return overlap(range.subnet.value_or(""), subnet);
  });
}

asio::awaitable<Result<std::vector<NetworkInspect>>> bridge_networks(DockerClient& client,
                                                                     TimeLeft left) {
  DockerCall call;
  call.target = "/networks?filters=" + docker_escape(R"({"driver":["bridge"]})");
  const auto body = co_await client.call(std::move(call), left);
  if (!body) co_return std::unexpected(body.error());
  co_return from_docker<std::vector<NetworkInspect>>(*body, "networks");
}

/// Removes unused networks of the spec's kin that hold its range; the engine itself refuses to
/// remove one whose containers run. Another network in the way is an error that names it.
asio::awaitable<Result<void>> make_room(DockerClient& client, const ports::NetworkSpec& spec,
                                        TimeLeft left) {
  const auto present = co_await bridge_networks(client, left);
  if (!present) co_return std::unexpected(present.error());
  for (const auto& network : *present) {
    if (network.name == spec.name || !holds_range(network, spec.subnet)) continue;
    Result<void> gone = fail(ErrorCode::refused, "it is not one of Berth's");
    if (!spec.kin.empty() && network.name.starts_with(spec.kin)) {
      gone = co_await remove_docker_network(client, network.name, left);
    }
    if (gone || gone.error().code == ErrorCode::not_found) continue;
    co_return fail(ErrorCode::refused,
                   fmt::format("The network {} of the container engine holds addresses of {} "
                               "({}). Remove it with `docker network rm {}`.",
                               network.name, spec.subnet, gone.error().message, network.name));
  }
  co_return Result<void>{};
}

/// Creates the network, or finds the one that another makes at the same time.
asio::awaitable<Result<void>> create_or_share(DockerClient& client, const ports::NetworkSpec& spec,
                                              TimeLeft left) {
  auto created = co_await create(client, spec, left);
  if (created || !may_be_made_now(created.error().code)) co_return created;
  const auto theirs = co_await wait_for_theirs(client, spec.name, left);
  if (theirs) co_return check_same(*theirs, spec);
  if (theirs.error().code != ErrorCode::not_found) co_return std::unexpected(theirs.error());
  co_return created;
}

}  // namespace

asio::awaitable<Result<void>> ensure_docker_network(DockerClient& client, ports::NetworkSpec spec,
                                                    Duration timeout) {
  const TimeLeft left(timeout);
  const auto found = co_await inspect(client, spec.name, left);
  if (found) co_return check_same(*found, spec);
  if (found.error().code != ErrorCode::not_found) co_return std::unexpected(found.error());
  const auto made = co_await create_or_share(client, spec, left);
  if (made || !may_be_made_now(made.error().code)) co_return made;
  const auto room = co_await make_room(client, spec, left);
  if (!room) co_return room;
  co_return co_await create_or_share(client, spec, left);
}

asio::awaitable<Result<void>> remove_docker_network(DockerClient& client, std::string name,
                                                    Duration timeout) {
  DockerCall call;
  call.method = "DELETE";
  call.target = "/networks/" + docker_escape(name);
  const auto body = co_await client.call(std::move(call), timeout);
  if (!body) co_return std::unexpected(body.error());
  co_return Result<void>{};
}

}  // namespace berth::adapters
