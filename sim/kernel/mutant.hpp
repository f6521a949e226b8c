#pragma once
// Sabotages that the simulator must notice. All are made in the simulated ports and the wiring, so
// production code carries no switches for them; each is one lie that a careless change could tell.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace berth::sim {

enum class Mutant : std::uint8_t {
  none,
  /// The journal says "synced" when it has only been asked.
  ack_before_sync,
  /// Recovery leaves out the newest record.
  lose_last_record,
  /// A snapshot holds the state of the one before.
  stale_snapshot,
  /// Reports of stopped tasks are answered with success and never reach the server.
  swallow_reports,
  /// Orders to stop a task do not reach the agent.
  swallow_stops,
  /// A repeated RunTask arrives with another clientToken.
  forget_client_token,
  /// The agent's store accepts rows and keeps none.
  forget_agent_rows,
  /// The engine neither finds a container by its name nor refuses to give the name again.
  forget_container_names,
  /// The agent registers four times what the host has.
  inflate_resources,
  /// The engine starts containers again that have exited.
  restart_containers,
  /// The engine says that it stopped a container and lets it run.
  stop_does_nothing,
  /// The agents' sockets end every few seconds.
  flapping_sockets,
  count,
};

std::string_view name_of(Mutant mutant);
std::optional<Mutant> parse_mutant(std::string_view name);
/// All but none.
std::vector<Mutant> all_mutants();

}  // namespace berth::sim
