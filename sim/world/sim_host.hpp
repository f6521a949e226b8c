#pragma once
// One simulated machine: its engine, its disk, and the agent that runs on it for now. Agents come
// and go while containers run on; a crash of the host takes the agent and every container with it.

#include <memory>
#include <string>

#include "sim/disk/sim_store.hpp"
#include "sim/engine/daemon.hpp"
#include "sim/engine/sim_engine.hpp"
#include "sim/net/sim_network.hpp"
#include "sim/world/options.hpp"
#include "sim/world/program.hpp"
#include "sim/world/sim_local_host.hpp"

namespace berth::sim {

/// What a host needs of its world.
struct Surroundings {
  Scheduler& scheduler;
  Story& story;
  SimNetwork& network;
  const Options& options;
  const Programs& programs;
};

class SimHost {
 public:
  SimHost(Surroundings around, HostOptions options, std::string name, std::string address);
  ~SimHost();

  const std::string& name() const { return name_; }
  const std::string& address() const { return address_; }
  const HostOptions& options() const { return options_; }
  Daemon& daemon() { return daemon_; }
  EngineFaults& engine_faults() { return engine_faults_; }
  AgentDisk& disk() { return disk_; }

  bool is_up() const { return up_; }
  bool agent_is_up() const { return agent_ != nullptr; }
  void start_agent();
  void kill_agent();
  /// The power fails: the agent, all containers and every connection are gone without a word.
  void crash();
  /// Power is back: the disk is as it was, the containers have exited, an agent starts.
  void boot();

 private:
  struct AgentLife;

  void agent_failed(Process process, const Error& error);

  Surroundings around_;
  HostOptions options_;
  std::string name_;
  std::string address_;
  SimEntropy entropy_;
  Process self_;
  Daemon daemon_;
  SimLocalHost local_host_{daemon_};
  EngineFaults engine_faults_;
  AgentDisk disk_;
  bool up_ = true;
  int lives_ = 0;
  std::unique_ptr<AgentLife> agent_;
};

}  // namespace berth::sim
