#include "sim/world/sim_host.hpp"

#include <utility>

#include <fmt/format.h>

#include "sim/kernel/executor.hpp"
#include "sim/world/constants.hpp"
#include "sim/world/saboteur.hpp"
#include "sim/world/story_log.hpp"

namespace berth::sim {

/// Everything that dies with the agent's process; the program itself goes first.
struct SimHost::AgentLife {
  AgentLife(SimHost& host, std::string program)
      : process(host.around_.scheduler.spawn(program)),
        clock(host.around_.scheduler, process, host.options_.clock),
        entropy(host.entropy_.split(program)),
        transport(sabotage(host.around_.options.mutant, clock,
                           host.around_.network.transport(Place{process, host.name_, &clock}))),
        engine(host.around_.scheduler, process, clock, host.daemon_, host.engine_faults_,
               host.entropy_.split(program + " engine"), host.around_.options.mutant),
        store(host.disk_, host.around_.options.mutant) {}

  Process process;
  SimClock clock;
  SimEntropy entropy;
  std::unique_ptr<ports::Transport> transport;
  SimEngine engine;
  SimStore store;
  std::unique_ptr<AgentProcess> program;
};

SimHost::SimHost(Surroundings around, HostOptions options, std::string name, std::string address)
    : around_(around),
      options_(std::move(options)),
      name_(std::move(name)),
      address_(std::move(address)),
      entropy_(around.options.seed, name_),
      self_(around.scheduler.spawn(name_)),
      daemon_(around.scheduler, around.story, around.options.apps, entropy_.split("daemon"), name_,
              around.options.mutant),
      engine_faults_(around.options.engine),
      disk_(entropy_.split("disk"), around.options.store_fail_per_mille) {
  around_.network.add_site(name_, address_);
}

SimHost::~SimHost() { kill_agent(); }

void SimHost::start_agent() {
  if (!up_ || agent_) return;
  const std::string program = fmt::format("{} agent {}", name_, ++lives_);
  agent_ = std::make_unique<AgentLife>(*this, program);
  AgentLife& life = *agent_;
  const std::int32_t lie = around_.options.mutant == Mutant::inflate_resources ? 4 : 1;
  const bool never_inspects = around_.options.mutant == Mutant::never_inspect;
  const ports::Host size{options_.cpu * lie, options_.memory * lie, "x86_64"};
  life.program = around_.programs.agent(
      AgentPorts{.executor = Executor(around_.scheduler, life.process),
                 .clock = life.clock,
                 .entropy = life.entropy,
                 .transport = *life.transport,
                 .engine = life.engine,
                 .store = life.store,
                 .local_host = local_host_,
                 .host = size,
                 .log = story_log(around_.story, name_),
                 .key = root_key(),
                 .region = std::string(region),
                 .endpoint = std::string(server_endpoint),
                 .cluster = "default",
                 .zone = options_.zone,
                 .address = address_,
                 .cleanup_wait = around_.options.cleanup_wait,
                 .inspection = never_inspects ? std::chrono::hours{1000} : inspection_interval,
                 .on_failure = [this, process = life.process](const Error& error) {
                   agent_failed(process, error);
                 }});
  around_.story.tell(Detail::brief, name_, "agent started");
  life.program->start();
}

/// Runs inside the agent's own task, so its end is left to the host.
void SimHost::agent_failed(Process process, const Error& error) {
  around_.story.tell(Detail::brief, name_, "agent gave up: " + error.message);
  around_.scheduler.post(self_, [this, process] {
    if (!agent_ || agent_->process != process) return;
    kill_agent();
    around_.scheduler.call_at(self_, around_.scheduler.now() + agent_restart_delay,
                              [this] { start_agent(); });
  });
}

void SimHost::kill_agent() {
  if (!agent_) return;
  around_.scheduler.kill(agent_->process);
  around_.network.process_died(agent_->process);
  agent_->program.reset();
  agent_.reset();
  around_.story.tell(Detail::brief, name_, "agent killed");
}

void SimHost::crash() {
  if (!up_) return;
  up_ = false;
  around_.story.tell(Detail::brief, name_, "host lost power");
  around_.network.set_down(name_);
  kill_agent();
  daemon_.stop(ContainersDo::die);
}

void SimHost::boot() {
  if (up_) return;
  up_ = true;
  around_.story.tell(Detail::brief, name_, "host booted");
  around_.network.set_up(name_);
  daemon_.start();
  start_agent();
}

}  // namespace berth::sim
