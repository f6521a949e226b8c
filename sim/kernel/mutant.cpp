#include "sim/kernel/mutant.hpp"

#include <iterator>

namespace berth::sim {

namespace {

constexpr std::string_view names[] = {
    "none",
    "ack_before_sync",
    "lose_last_record",
    "stale_snapshot",
    "swallow_reports",
    "swallow_stops",
    "forget_client_token",
    "forget_agent_rows",
    "forget_container_names",
    "inflate_resources",
    "restart_containers",
    "stop_does_nothing",
    "flapping_sockets",
    "trust_networks",
    "trust_cgroups",
    "pull_once",
    "deny_conflicts",
    "trust_starts",
    "inspect_once",
    "forget_earlier_life",
    "remove_once",
    "remove_volumes_once",
    "remove_cgroups_once",
    "swallow_events",
    "stale_listing",
    "never_inspect",
    "hide_late_containers",
    "probe_once",
    "report_once",
    "hide_out_of_memory",
    "hide_exit_codes",
    "stop_below_minimum",
    "scale_in_too_far",
    "start_above_maximum",
    "break_early",
    "ignore_protection",
    "two_primaries",
    "two_records",
    "rewrite_revisions",
    "second_daemon",
    "healthy_at_once",
    "place_anywhere",
    "forget_constraints",
    "swallow_drains",
    "swallow_attributes",
    "swallow_protections",
};
static_assert(std::size(names) == static_cast<std::size_t>(Mutant::count));

}  // namespace

std::string_view name_of(Mutant mutant) { return names[static_cast<std::size_t>(mutant)]; }

std::optional<Mutant> parse_mutant(std::string_view name) {
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (names[i] == name) return static_cast<Mutant>(i);
  }
  return std::nullopt;
}

std::vector<Mutant> all_mutants() {
  std::vector<Mutant> all;
  for (std::size_t i = 1; i < std::size(names); ++i) all.push_back(static_cast<Mutant>(i));
  return all;
}

}  // namespace berth::sim
