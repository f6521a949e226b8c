#pragma once
// Everything that makes one run different from another, drawn from its seed before it begins and
// printed with every failure.

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sim/disk/journal_disk.hpp"
#include "sim/engine/app.hpp"
#include "sim/engine/sim_engine.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/sim_clock.hpp"
#include "sim/net/links.hpp"
#include "sim/world/weights.hpp"

namespace berth::sim {

/// What clients of the API do.
enum class Operation : std::uint8_t {
  create_cluster,
  register_task_definition,
  deregister_task_definition,
  run_task,
  run_task_again,  // The same clientToken as an earlier request.
  stop_task,
  create_service,
  scale_service,
  deploy_service,
  delete_service,
  describe_tasks,
  storm_of_deployments,
  storm_of_scaling,
  deploy_broken,  // An image that never runs, or crashes.
  tune_service,   // Its percentages and its circuit breaker.
  stop_deployment,
  roll_back_service,
  create_daemon,
  drain_instance,
  activate_instance,
  protect_tasks,
  put_attribute,
  delete_attribute,
  count,
};

/// What is special about a service when it is made.
enum class ServiceKind : std::uint8_t {
  plain,
  guarded,      // A circuit breaker, with or without rollback.
  tuned,        // Percentages of its own.
  constrained,  // To some instances, or one task on each.
  packed,       // A placement strategy.
  count,
};

/// What the world does to the system.
enum class Fault : std::uint8_t {
  kill_server,
  kill_agent,
  crash_host,
  cut_link,
  cut_one_way,
  clog_link,
  restart_engine,
  kill_container,
  remove_container,
  fill_disk,
  fill_agent_disk,
  hang_engine,
  silence_registry,
  lose_host,  // For longer than its tasks are waited for.
  lose_zone,  // Every host of it.
  count,
};

/// Lite runs have no faults but slowness: a red lite run is a plain bug.
enum class Effort : std::uint8_t { full, lite };

/// Whether clients make a load balancer and put services behind it.
enum class Balancing : std::uint8_t { absent, present };

struct HostOptions {
  std::int32_t cpu = 2048;
  std::int32_t memory = 4096;
  std::string zone;
  ClockError clock;
};

struct Options {
  std::uint64_t seed = 0;
  Effort effort = Effort::full;
  Mutant mutant = Mutant::none;

  std::vector<HostOptions> hosts;
  AppTable apps;
  NetworkFaults network;
  JournalFaults journal;
  EngineFaults engine;
  ClockError server_clock;
  unsigned store_fail_per_mille = 0;
  /// How long agents keep what is left of stopped tasks; mostly less than a run takes.
  Duration cleanup_wait{std::chrono::hours{3}};
  Duration proxy_delay{200};
  std::uint64_t commits_per_snapshot = 1000;
  /// After so long without its agent an instance's services start their tasks elsewhere.
  Duration instance_lost_after{std::chrono::minutes{3}};

  Balancing balancing = Balancing::absent;
  unsigned clients = 1;
  unsigned requests = 60;
  Duration pause_mean{1500};
  Weights<Operation> operations;
  Weights<ServiceKind> service_kinds;
  Duration fault_every{20'000};
  Weights<Fault> faults;
  /// How long a cut, a stopped engine or a dead process lasts on average.
  Duration outage_mean{8000};
  /// How long the healed system may take to converge.
  Duration patience{std::chrono::minutes{20}};
};

Options draw_options(std::uint64_t seed, Effort effort);
/// Makes what the mutant lies about happen often.
void provoke(Mutant mutant, Options& options);
/// One "name value" line per option.
std::string describe(const Options& options);

}  // namespace berth::sim
