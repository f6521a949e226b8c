#pragma once
// Bridge networks in the engine: one for each VPC on this host.

#include <string>

#include <boost/asio/awaitable.hpp>

#include "adapters/docker/docker_client.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/container_engine.hpp"

namespace berth::adapters {

/// Creates the network unless it is there. One of that name with another subnet or driver is
/// refused: containers on it would get addresses that nobody routes.
boost::asio::awaitable<Result<void>> ensure_docker_network(DockerClient& client,
                                                           ports::NetworkSpec spec,
                                                           Duration timeout);

boost::asio::awaitable<Result<void>> remove_docker_network(DockerClient& client, std::string name,
                                                           Duration timeout);

}  // namespace berth::adapters
