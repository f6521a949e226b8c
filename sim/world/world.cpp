#include "sim/world/world.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "adapters/transport_courier.hpp"
#include "sim/kernel/executor.hpp"
#include "sim/world/constants.hpp"
#include "sim/world/story_log.hpp"

namespace berth::sim {

/// Everything that dies with the server's process.
struct World::ServerLife {
  ServerLife(World& world, const std::string& name)
      : process(world.scheduler_.spawn(name)),
        clock(world.scheduler_, process, world.options_.server_clock),
        entropy(world.options_.seed, name),
        journal(world.scheduler_, process, world.journal_disk_, world.options_.mutant),
        balancer(world.proxy_, clock),
        prober(world.scheduler_, world.network_, Place{process, std::string(server_site), &clock},
               world),
        transport(world.network_.transport(Place{process, std::string(server_site), &clock})),
        courier(*transport, Executor(world.scheduler_, process)) {}

  Process process;
  SimClock clock;
  SimEntropy entropy;
  SimJournal journal;
  SimBalancer balancer;
  SimProber prober;
  std::unique_ptr<ports::Transport> transport;
  adapters::TransportCourier courier;
  std::unique_ptr<ServerProcess> program;
};

World::World(const Options& options, Programs programs, Detail detail, Story::Sink sink)
    : options_(options),
      programs_(std::move(programs)),
      scheduler_(options.seed),
      story_(scheduler_, detail, std::move(sink)),
      self_(scheduler_.spawn("world")),
      network_(scheduler_, story_, SimEntropy(options.seed, "network"), options.network),
      journal_disk_(SimEntropy(options.seed, "journal"), options.journal),
      proxy_(scheduler_, SimEntropy(options.seed, "proxy"), options.proxy_delay) {
  network_.add_site(std::string(server_site), std::string(server_address));
  network_.add_site(std::string(operator_site), std::string(operator_address));
  for (std::size_t i = 0; i < options_.hosts.size(); ++i) {
    const Surroundings around{scheduler_, story_, network_, options_, programs_};
    hosts_.push_back(std::make_unique<SimHost>(
        around, options_.hosts[i], fmt::format("host-{}", i + 1), fmt::format("10.0.1.{}", i + 1)));
    hosts_.back()->daemon().watch([this](const ContainerFact& fact) {
      for (auto* observer : observers_) observer->container_changed(fact);
    });
  }
  scheduler_.after_step([this] { after_step(); });
}

World::~World() {
  scheduler_.after_step(nullptr);
  observers_.clear();
  scheduler_.kill_all();
  for (auto& host : hosts_) host->kill_agent();
  life_.reset();
}

void World::begin() {
  start_server();
  for (auto& host : hosts_) host->start_agent();
}

void World::start_server() {
  if (life_) return;
  const std::string name = fmt::format("server {}", ++lives_);
  life_ = std::make_unique<ServerLife>(*this, name);
  const Process process = life_->process;
  life_->program = programs_.server(ServerPorts{
      .executor = Executor(scheduler_, process),
      .clock = life_->clock,
      .entropy = life_->entropy,
      .journal = life_->journal,
      .balancer = life_->balancer,
      .prober = life_->prober,
      .courier = life_->courier,
      .log = story_log(story_, std::string(server_site)),
      .root_key = root_key(),
      .commits_per_snapshot = options_.commits_per_snapshot,
      .instance_lost_after = options_.instance_lost_after,
      .mutant = options_.mutant,
      .on_failure = [this, process](const Error& error) { server_failed(process, error); },
      .on_change = [this](const state::Change& change) { note_change(change); }});
  story_.tell(Detail::brief, server_site, "server started");
  if (auto recovered = life_->program->recover(); !recovered) {
    report("recovery", "the server does not start: " + recovered.error().message);
    return;
  }
  for (auto* observer : observers_) observer->server_started(life_->program->state());
  life_->program->start();
  network_.listen(std::string(server_authority),
                  Place{process, std::string(server_site), &life_->clock},
                  life_->program->service());
}

void World::kill_server() {
  if (!life_) return;
  scheduler_.kill(life_->process);
  network_.process_died(life_->process);
  life_->program.reset();
  life_.reset();
  changes_.clear();
  journal_disk_.crash();
  story_.tell(Detail::brief, server_site, "server killed");
}

ServerProcess* World::life_program() { return life_->program.get(); }

/// Runs inside the server's own task, so its end is left to the world.
void World::server_failed(Process process, const Error& error) {
  story_.tell(Detail::brief, server_site, "server stops: " + error.message);
  scheduler_.post(self_, [this, process] {
    if (!life_ || life_->process != process) return;
    kill_server();
    journal_disk_.make_room();
    scheduler_.call_at(self_, scheduler_.now() + server_restart_delay, [this] { start_server(); });
  });
}

void World::heal() {
  story_.tell(Detail::brief, "world", "healed: no more faults");
  healed_at_ = scheduler_.now();
  network_.links().calm();
  journal_disk_.calm();
  for (auto& host : hosts_) {
    host->engine_faults() = EngineFaults{};
    host->disk().calm();
    host->boot();
    host->daemon().start();
    host->daemon().resume();
    host->daemon().set_registry(Registry::answers);
    host->start_agent();
  }
  start_server();
}

void World::report(std::string_view invariant, std::string what) {
  if (violation_) return;
  violation_ = fmt::format("{}: {}", invariant, what);
  story_.tell(Detail::brief, "VIOLATION", *violation_);
  scheduler_.stop();
}

void World::note_change(const state::Change& change) {
  changes_.push_back(change);
  // Recovery notes nothing, so the program is there.
  for (auto* observer : observers_) observer->committed(life_->program->state(), change);
}

void World::after_step() {
  if (changes_.empty() || !life_) return;
  const state::Changes changes = std::exchange(changes_, {});
  for (auto* observer : observers_) observer->state_changed(life_->program->state(), changes);
}

AppAnswer World::ask(const std::string& address, std::uint16_t port) {
  for (auto& host : hosts_) {
    const SimContainer* container = host->address() == address
                                        ? host->daemon().behind_port(port)
                                        : host->daemon().behind_address(address);
    if (!container) continue;
    AppAnswer answer{AppAnswer::Kind::answers, 200, Duration{5}, host->name()};
    const Duration age = scheduler_.now() - *container->started_at;
    if (age < container->app.ready_after) answer.kind = AppAnswer::Kind::refuses;
    if (container->app.sick_after && age >= *container->app.sick_after) answer.status = 500;
    return answer;
  }
  return {};
}

}  // namespace berth::sim
