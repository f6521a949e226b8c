#pragma once
// Services as the commands look for them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

/// service_not_found says how to list those that there are. One that was deleted is found too.
Answer<gen::ecs::Service> find_service(client::ApiClient& client, std::string cluster,
                                       std::string name);

/// All of a cluster but the deleted ones, sorted by name.
Answer<std::vector<gen::ecs::Service>> all_services(client::ApiClient& client, std::string cluster);

/// Its task sets, not deployments, say what runs.
bool is_external(const gen::ecs::Service& service);

/// The deployment that the service wants; null for a service that is gone.
const gen::ecs::Deployment* primary_of(const gen::ecs::Service& service);

/// "IN_PROGRESS", or empty.
std::string rollout_text(const gen::ecs::Deployment& deployment);

/// "2 of 3 running, 1 pending"
std::string counts_text(const gen::ecs::Service& service);

/// "2 of 3 running"
std::string counts_text(std::optional<std::int32_t> running, std::optional<std::int32_t> desired);

/// A line with its time.
std::string event_line(const gen::ecs::ServiceEvent& event);

/// The newest events of the service, the oldest of them first.
std::string event_lines(const gen::ecs::Service& service, std::size_t count);

}  // namespace berth::cli
