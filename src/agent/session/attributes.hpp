#pragma once
// What an instance says it can do, in the names that task definitions' requiresAttributes use
// (agent-protocol §2.3).

#include <string>
#include <vector>

#include "agent/options.hpp"
#include "gen/ecs/types.hpp"

namespace berth::agent::session {

/// The API versions that the engine speaks, as Docker writes them ("1.12", "1.41").
struct EngineVersions {
  std::string oldest, newest;
};

enum class Registration : std::uint8_t { first, again };

/// In a fixed order, each name once. Custom attributes come with the first registration only.
std::vector<gen::ecs::Attribute> attributes(const AgentOptions& options,
                                            const EngineVersions& engine,
                                            Registration registration);

/// CPU, MEMORY, PORTS and PORTS_UDP.
std::vector<gen::ecs::Resource> total_resources(const AgentOptions& options);

}  // namespace berth::agent::session
