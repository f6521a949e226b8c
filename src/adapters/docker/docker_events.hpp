#pragma once
// The engine's event stream, cut down to what happens to containers.

#include <memory>
#include <optional>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "adapters/docker/docker_client.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/container_engine.hpp"

namespace berth::adapters {

/// One line of the stream; nothing for events that no agent acts on, such as those of each health
/// check's command.
Result<std::optional<ports::EngineEvent>> parse_engine_event(std::string_view line);

/// Events from `since` on, that instant included. The engine remembers some hundred events, so
/// what is older may be missing.
boost::asio::awaitable<Result<std::unique_ptr<ports::EngineEvents>>> watch_docker_events(
    DockerClient& client, Instant since, Duration timeout);

}  // namespace berth::adapters
