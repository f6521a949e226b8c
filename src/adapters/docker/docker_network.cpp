#include "adapters/docker/docker_network.hpp"

#include <algorithm>
#include <chrono>

#include <boost/asio/as_tuple.hpp>
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

}  // namespace

asio::awaitable<Result<void>> ensure_docker_network(DockerClient& client, ports::NetworkSpec spec,
                                                    Duration timeout) {
  const TimeLeft left(timeout);
  const auto found = co_await inspect(client, spec.name, left);
  if (found) co_return check_same(*found, spec);
  if (found.error().code != ErrorCode::not_found) co_return std::unexpected(found.error());
  auto created = co_await create(client, spec, left);
  if (created || !may_be_made_now(created.error().code)) co_return created;
  const auto executor = co_await asio::this_coro::executor;
  for (int look = 0; look < looks_most; ++look) {
    const auto theirs = co_await inspect(client, spec.name, left);
    if (theirs) co_return check_same(*theirs, spec);
    if (theirs.error().code != ErrorCode::not_found) co_return std::unexpected(theirs.error());
    asio::steady_timer pause(executor, between_looks);
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return created;
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
