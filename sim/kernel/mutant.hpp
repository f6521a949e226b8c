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

  // Each of these takes one step's recovery away from the agents: what failed passes for something
  // that needs none.
  /// A network that was not made is said to be there.
  trust_networks,
  /// A cgroup that was not made is said to be there.
  trust_cgroups,
  /// A pull that got no answer is said to have found no such image.
  pull_once,
  /// A name that is taken by the container of an earlier try is any refusal.
  deny_conflicts,
  /// A start that failed is said to have been done.
  trust_starts,
  /// An inspection that failed is said to have found nothing.
  inspect_once,
  /// After a restart of the agent its earlier containers are not found by their ids.
  forget_earlier_life,
  /// Removals that failed are said to have been done.
  remove_once,
  remove_volumes_once,
  remove_cgroups_once,
  /// Events never arrive.
  swallow_events,
  /// The listing after a gap in the events shows ended containers as running.
  stale_listing,
  /// Nobody looks at containers about which no event came.
  never_inspect,
  /// No listing shows containers that were made and not started.
  hide_late_containers,
  /// An engine that was lost is not found again.
  probe_once,
  /// A report that failed is said to have been taken.
  report_once,
  /// The engine does not say that memory ran out.
  hide_out_of_memory,
  /// The engine calls every end a success.
  hide_exit_codes,

  // Wrong decisions about services, by a loop beside the server's own (sim/world/rogue_loop).
  /// A deployment takes one healthy task more than minimumHealthyPercent leaves.
  stop_below_minimum,
  /// Scale-in stops one task too many.
  scale_in_too_far,
  /// A deployment starts one task more than maximumPercent allows.
  start_above_maximum,
  /// The circuit breaker gives up at the first failure.
  break_early,
  /// Scale-in stops a protected task.
  ignore_protection,
  /// An older deployment is PRIMARY too.
  two_primaries,
  /// A deployment has two records.
  two_records,
  /// A revision names other digests than it learnt.
  rewrite_revisions,
  /// A daemon gets a second task on an instance.
  second_daemon,
  /// A task counts as healthy as soon as it runs.
  healthy_at_once,
  /// A task is placed on an instance that drains or is away.
  place_anywhere,

  // Requests of clients that are answered with success and never reach the server, or not whole.
  forget_constraints,
  swallow_drains,
  swallow_attributes,
  swallow_protections,
  count,
};

std::string_view name_of(Mutant mutant);
std::optional<Mutant> parse_mutant(std::string_view name);
/// All but none.
std::vector<Mutant> all_mutants();

}  // namespace berth::sim
