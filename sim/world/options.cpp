#include "sim/world/options.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace berth::sim {

namespace {

constexpr std::string_view operation_names[] = {"create_cluster",
                                                "register_task_definition",
                                                "deregister_task_definition",
                                                "run_task",
                                                "run_task_again",
                                                "stop_task",
                                                "create_service",
                                                "scale_service",
                                                "deploy_service",
                                                "delete_service",
                                                "describe_tasks",
                                                "storm_of_deployments",
                                                "storm_of_scaling",
                                                "deploy_broken",
                                                "tune_service",
                                                "stop_deployment",
                                                "roll_back_service",
                                                "create_daemon",
                                                "drain_instance",
                                                "activate_instance",
                                                "protect_tasks",
                                                "put_attribute",
                                                "delete_attribute"};
constexpr std::string_view kind_names[] = {"plain", "guarded", "tuned", "constrained", "packed"};
constexpr std::string_view fault_names[] = {
    "kill_server",     "kill_agent",     "crash_host",       "cut_link",         "cut_one_way",
    "clog_link",       "restart_engine", "kill_container",   "remove_container", "fill_disk",
    "fill_agent_disk", "hang_engine",    "silence_registry", "lose_host",        "lose_zone"};
constexpr std::string_view zones[] = {"us-east-1a", "us-east-1b", "us-east-1c"};
static_assert(std::size(operation_names) == Weights<Operation>::size);
static_assert(std::size(kind_names) == Weights<ServiceKind>::size);
static_assert(std::size(fault_names) == Weights<Fault>::size);

/// What the engine does within a minute of a request comes before the clean-up that undoes it.
constexpr Duration cleanup_wait_least = std::chrono::seconds{90};

/// The good image and a handful of bad ones; what a run's task definitions name.
AppTable draw_apps(SimEntropy& entropy) {
  using namespace std::chrono_literals;
  AppTable apps;
  App web;
  web.pull_time = Duration{entropy.exponential(800)};
  if (entropy.chance(150)) web.pull_time = Duration{entropy.between(10'000, 60'000)};
  web.ready_after = Duration{entropy.exponential(1500)};
  web.stop_time = Duration{entropy.exponential(500)};
  apps["web"] = web;
  App job = web;
  job.exits_after = Duration{1000 + entropy.exponential(20'000)};
  apps["job"] = job;
  App crashing = web;
  crashing.exits_after = Duration{200 + entropy.exponential(3000)};
  crashing.exit_code = 1;
  apps["crashing"] = crashing;
  App greedy = crashing;
  greedy.exit = Exit::out_of_memory;
  if (entropy.chance(500)) greedy.memory_told_after = Duration{entropy.between(1, 15)};
  apps["greedy"] = greedy;
  App stubborn = web;
  stubborn.on_term = OnTerm::ignores;
  apps["stubborn"] = stubborn;
  App broken = web;
  broken.start = Start::fails;
  apps["broken"] = broken;
  // What accompanies the others; nobody asks it anything.
  App helper = web;
  helper.port = 0;
  apps["helper"] = helper;
  App missing = web;
  missing.pull = Pull::fails;
  apps["missing"] = missing;
  return apps;
}

ClockError draw_clock(SimEntropy& entropy) {
  ClockError clock;
  if (entropy.chance(300)) clock.skew = Duration{entropy.between(-20'000, 20'000)};
  if (entropy.chance(200)) clock.drift_ppm = entropy.between(-500, 500);
  return clock;
}

std::vector<HostOptions> draw_hosts(SimEntropy& entropy) {
  std::vector<HostOptions> hosts(1 + entropy.below(4));
  for (auto& host : hosts) {
    host.cpu = static_cast<std::int32_t>(1024 * entropy.between(1, 4));
    host.memory = static_cast<std::int32_t>(1024 * entropy.between(1, 8));
    host.zone = zones[entropy.below(3)];
    host.clock = draw_clock(entropy);
  }
  return hosts;
}

/// Zero in half of the runs, so that single faults are seen without the noise of others.
unsigned draw_per_mille(SimEntropy& entropy, std::int64_t mean) {
  if (entropy.chance(500)) return 0;
  return 1 + static_cast<unsigned>(entropy.exponential(mean));
}

/// Some runs try every step again and again.
void draw_rough_host(SimEntropy& entropy, Options& options) {
  options.engine.fail_per_mille += 20 + static_cast<unsigned>(entropy.exponential(60));
  options.engine.lose_answer_per_mille += 20 + static_cast<unsigned>(entropy.exponential(60));
  options.store_fail_per_mille += static_cast<unsigned>(entropy.below(300));
}

void draw_faults(SimEntropy& entropy, Options& options) {
  options.network.refuse_per_mille = draw_per_mille(entropy, 10);
  options.network.lose_request_per_mille = draw_per_mille(entropy, 10);
  options.network.lose_answer_per_mille = draw_per_mille(entropy, 10);
  options.network.reset_per_mille = draw_per_mille(entropy, 5);
  options.journal.slow_per_mille = draw_per_mille(entropy, 10);
  options.journal.fail_per_mille = entropy.chance(200) ? 1 : 0;
  options.engine.slow_per_mille = draw_per_mille(entropy, 3);
  options.engine.fail_per_mille = draw_per_mille(entropy, 5);
  options.engine.close_stream_per_mille = draw_per_mille(entropy, 10);
  options.engine.lose_event_per_mille = draw_per_mille(entropy, 30);
  options.engine.lose_answer_per_mille = draw_per_mille(entropy, 5);
  options.engine.pull_fail_per_mille = draw_per_mille(entropy, 100);
  options.store_fail_per_mille = entropy.chance(200) ? 5 : 0;
  if (entropy.chance(200)) draw_rough_host(entropy, options);
  options.faults = Weights<Fault>::draw(entropy);
  options.fault_every = Duration{3000 + entropy.exponential(30'000)};
  options.outage_mean = Duration{1000 + entropy.exponential(15'000)};
  // Long outages are most of a run, so that most runs have none.
  if (entropy.chance(600)) {
    options.faults.set(Fault::lose_host, 0);
    options.faults.set(Fault::lose_zone, 0);
  }
}

/// Nobody would see a long outage in a run that is over before, nor where nothing else is left.
void make_room_for_losses(Options& options) {
  const bool loses = options.faults.of(Fault::lose_host) + options.faults.of(Fault::lose_zone) > 0;
  if (!loses) return;
  constexpr Duration least = std::chrono::minutes{6};
  options.pause_mean = std::max(options.pause_mean, least * options.clients / options.requests);
  while (options.hosts.size() < 3) options.hosts.push_back(options.hosts.front());
  for (std::size_t i = 0; i < 3; ++i) options.hosts[i].zone = zones[i];
}

void draw_workload(SimEntropy& entropy, Options& options) {
  options.operations = Weights<Operation>::draw(entropy);
  // Nothing can run without a task definition.
  options.operations.set(Operation::register_task_definition, 4);
  if (options.operations.of(Operation::deregister_task_definition) > 0) {
    options.operations.set(Operation::deregister_task_definition, 1);
  }
  options.operations.set(Operation::create_service,
                         2 + options.operations.of(Operation::create_service));
  options.service_kinds = Weights<ServiceKind>::draw(entropy);
  options.service_kinds.set(ServiceKind::plain, 2);
  // In most runs everybody is in haste, and few deployments come to their end.
  if (entropy.chance(400)) options.pause_mean *= 4;
}

template <class Choice>
std::string describe(const Weights<Choice>& weights, const std::string_view* names) {
  std::string text;
  for (std::size_t i = 0; i < Weights<Choice>::size; ++i) {
    const auto weight = weights.of(static_cast<Choice>(i));
    if (weight > 0) text += fmt::format(" {}:{}", names[i], weight);
  }
  return text.empty() ? " none" : text;
}

}  // namespace

Options draw_options(std::uint64_t seed, Effort effort) {
  SimEntropy entropy(seed, "options");
  Options options;
  options.seed = seed;
  options.effort = effort;
  options.hosts = draw_hosts(entropy);
  options.apps = draw_apps(entropy);
  options.server_clock = draw_clock(entropy);
  options.network.delay_mean = Duration{1 + entropy.exponential(10)};
  options.journal.sync_mean = Duration{entropy.exponential(5)};
  options.engine.call_mean = Duration{1 + entropy.exponential(30)};
  options.proxy_delay = Duration{entropy.exponential(300)};
  options.commits_per_snapshot = 20 + static_cast<std::uint64_t>(entropy.exponential(200));
  options.clients = 1 + static_cast<unsigned>(entropy.below(3));
  options.requests = 50 + static_cast<unsigned>(entropy.exponential(100));
  options.pause_mean = Duration{200 + entropy.exponential(2000)};
  options.balancing = entropy.chance(500) ? Balancing::present : Balancing::absent;
  // A deployment may go on task by task, and each drains for five minutes.
  if (options.balancing == Balancing::present) options.patience += std::chrono::minutes{30};
  draw_workload(entropy, options);
  constexpr Duration given_up_after[] = {std::chrono::seconds{20}, std::chrono::minutes{1},
                                         std::chrono::minutes{3}};
  options.instance_lost_after = given_up_after[entropy.below(std::size(given_up_after))];
  if (entropy.chance(700)) {
    options.cleanup_wait = cleanup_wait_least + Duration{entropy.exponential(60'000)};
  }
  if (effort == Effort::full) draw_faults(entropy, options);
  make_room_for_losses(options);
  return options;
}

void provoke(Mutant mutant, Options& options) {
  options.mutant = mutant;
  constexpr unsigned often = 150;
  switch (mutant) {
    case Mutant::trust_networks:
    case Mutant::trust_cgroups:
    case Mutant::remove_once:
    case Mutant::remove_volumes_once:
    case Mutant::remove_cgroups_once:
      options.engine.fail_per_mille = often;
      options.cleanup_wait = cleanup_wait_least;
      return;
    case Mutant::never_inspect: options.engine.lose_event_per_mille = 2 * often; return;
    case Mutant::hide_late_containers:
      // What an agent waits for when it dies is made after the next one removed the task.
      options.faults = {};
      options.faults.set(Fault::kill_agent, 1);
      options.engine.slow_per_mille = often;
      options.cleanup_wait = cleanup_wait_least;
      return;
    case Mutant::deny_conflicts:
      // An agent dies while it waits for a container, which is made after the next one looked.
      options.faults = {};
      options.faults.set(Fault::kill_agent, 1);
      options.fault_every = Duration{1000};
      options.outage_mean = Duration{100};
      options.engine.call_mean = Duration{300};
      return;
    default: return;
  }
}

std::string describe(const Options& options) {
  std::string text =
      fmt::format("seed {} {}\n", options.seed, options.effort == Effort::lite ? "lite" : "full");
  for (const auto& host : options.hosts) {
    text += fmt::format("host cpu {} memory {} zone {} skew {} ms drift {} ppm\n", host.cpu,
                        host.memory, host.zone, host.clock.skew.count(), host.clock.drift_ppm);
  }
  text += fmt::format("server skew {} ms drift {} ppm, snapshot every {} commits\n",
                      options.server_clock.skew.count(), options.server_clock.drift_ppm,
                      options.commits_per_snapshot);
  const auto& net = options.network;
  text += fmt::format(
      "network delay {} ms, per mille: refuse {} lose request {} lose answer {} "
      "reset {}\n",
      net.delay_mean.count(), net.refuse_per_mille, net.lose_request_per_mille,
      net.lose_answer_per_mille, net.reset_per_mille);
  text += fmt::format("journal sync {} ms, per mille: slow {} fail {}\n",
                      options.journal.sync_mean.count(), options.journal.slow_per_mille,
                      options.journal.fail_per_mille);
  text += fmt::format(
      "engine call {} ms, per mille: slow {} fail {} lose answer {} silent pull {} "
      "close stream {} lose event {} store fail {}\n",
      options.engine.call_mean.count(), options.engine.slow_per_mille,
      options.engine.fail_per_mille, options.engine.lose_answer_per_mille,
      options.engine.pull_fail_per_mille, options.engine.close_stream_per_mille,
      options.engine.lose_event_per_mille, options.store_fail_per_mille);
  text += fmt::format("stopped tasks are kept {} s\n", options.cleanup_wait.count() / 1000);
  text += fmt::format("clients {} requests {} pause {} ms, {}:{}\n", options.clients,
                      options.requests, options.pause_mean.count(),
                      options.balancing == Balancing::present ? "balanced" : "not balanced",
                      describe(options.operations, operation_names));
  text += fmt::format("services:{}, lost hosts are given up after {} s\n",
                      describe(options.service_kinds, kind_names),
                      options.instance_lost_after.count() / 1000);
  text += fmt::format("a fault every {} ms, outage {} ms:{}\n", options.fault_every.count(),
                      options.outage_mean.count(), describe(options.faults, fault_names));
  return text;
}

}  // namespace berth::sim
