#pragma once
// The whole simulated world of one run: the scheduler, the network, the server with its disk and
// proxy, and the hosts. It starts, kills and restarts programs; what shall happen when is decided
// by Chaos (faults) and the clients (requests). Invariants report here; the first report ends the
// run.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/disk/sim_journal.hpp"
#include "sim/net/app_directory.hpp"
#include "sim/net/sim_balancer.hpp"
#include "sim/net/sim_prober.hpp"
#include "sim/world/options.hpp"
#include "sim/world/program.hpp"
#include "sim/world/sim_host.hpp"

namespace berth::sim {

/// Told about everything that invariants look at. The calls come between tasks of the programs.
class Observer {
 public:
  virtual ~Observer() = default;
  /// The server has recovered `state` and begins a new life.
  virtual void server_started(const state::State& /*state*/) {}
  /// After each task of the scheduler, in which the loops may have committed several times.
  virtual void state_changed(const state::State& /*state*/, const state::Changes& /*changes*/) {}
  /// Right after each commit, once for each of its changes: `state` is as the whole commit left it.
  virtual void committed(const state::State& /*state*/, const state::Change& /*change*/) {}
  virtual void container_changed(const ContainerFact& /*fact*/) {}
};

class World final : public AppDirectory {
 public:
  World(const Options& options, Programs programs, Detail detail, Story::Sink sink);
  ~World() override;

  Scheduler& scheduler() { return scheduler_; }
  Story& story() { return story_; }
  SimNetwork& network() { return network_; }
  JournalDisk& journal_disk() { return journal_disk_; }
  SimProxy& proxy() { return proxy_; }
  std::vector<std::unique_ptr<SimHost>>& hosts() { return hosts_; }
  const Options& options() const { return options_; }

  /// Starts the server and every agent.
  void begin();
  void start_server();
  void kill_server();
  /// Null while it is down.
  ServerProcess* server() { return life_ ? life_program() : nullptr; }

  /// No fault from here on, and everything that was broken works again.
  void heal();
  /// When that was.
  std::optional<Instant> healed_at() const { return healed_at_; }

  void observe(Observer& observer) { observers_.push_back(&observer); }
  /// Ends the run: `invariant` does not hold.
  void report(std::string_view invariant, std::string what);
  const std::optional<std::string>& violation() const { return violation_; }

  AppAnswer ask(const std::string& address, std::uint16_t port) override;

 private:
  struct ServerLife;

  ServerProcess* life_program();
  void server_failed(Process process, const Error& error);
  void after_step();
  void note_change(const state::Change& change);

  Options options_;
  Programs programs_;
  Scheduler scheduler_;
  Story story_;
  Process self_;
  SimNetwork network_;
  JournalDisk journal_disk_;
  SimProxy proxy_;
  std::vector<std::unique_ptr<SimHost>> hosts_;
  std::unique_ptr<ServerLife> life_;
  int lives_ = 0;
  state::Changes changes_;
  std::vector<Observer*> observers_;
  std::optional<Instant> healed_at_;
  std::optional<std::string> violation_;
};

}  // namespace berth::sim
