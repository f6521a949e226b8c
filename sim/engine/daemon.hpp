#pragma once
// The container engine of one simulated host: images, containers, networks, volumes, cgroups and
// the event stream. It lives through its agents' deaths; its own restarts and its host's reboots
// are faults that the world plays. Calls here take effect at once; SimEngine adds time and faults.

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "ports/container_engine.hpp"
#include "sim/engine/container.hpp"
#include "sim/kernel/mutant.hpp"
#include "sim/kernel/scheduler.hpp"
#include "sim/kernel/sim_entropy.hpp"
#include "sim/kernel/story.hpp"

namespace berth::sim {

/// Something that happened to a container, told to the invariants at once.
struct ContainerFact {
  enum class Kind : std::uint8_t { created, started, exited, removed };
  Kind kind{};
  const std::string& host;
  const SimContainer& container;
};

/// Whether the registry behind an engine answers.
enum class Registry : std::uint8_t { answers, silent };

/// What a daemon's stop does to its containers.
enum class ContainersDo : std::uint8_t { keep_running, die };

class Daemon {
 public:
  using Watcher = std::function<void(const ContainerFact&)>;

  Daemon(Scheduler& scheduler, Story& story, const AppTable& apps, SimEntropy entropy,
         std::string host, Mutant mutant = Mutant::none);

  const std::string& host() const { return host_; }
  bool is_up() const { return up_; }
  void stop(ContainersDo what);
  void start() { up_ = true; }
  /// Neither answers a call nor tells an event until resume(), which makes up for all of them. The
  /// containers live on meanwhile.
  void hang() { hung_ = true; }
  void resume();
  /// The next call of that name ("create", "remove volume", …) is refused so instead of being
  /// carried out; timed_out means that nobody answers it.
  void refuse_next(const std::string& call, Error error) {
    refusals_[call].push_back(std::move(error));
  }
  std::optional<Error> refusal(const std::string& call);
  Registry registry() const { return registry_; }
  void set_registry(Registry registry) { registry_ = registry; }

  enum class Served : std::uint8_t { yes, engine_gone };
  /// A start holds its container's lock until it is done, as Docker's does; the others wait for it.
  enum class Lock : std::uint8_t { waits, holds };
  struct Work {
    /// `about` is the id or name of a container; empty when it is about none.
    Work(Duration time, std::string about = {}, Lock with = Lock::waits)
        : span(time), container(std::move(about)), lock(with) {}
    Duration span;
    std::string container;
    Lock lock;
  };
  /// Serves a call after `work`; it is cut off when the daemon is down or stops meanwhile. Callers
  /// may be dead by then: the daemon works on.
  void serve(const Work& work, std::move_only_function<void(Served)> call);

  /// Images go by their names; a tag "latest" is the same as none.
  const App* find_app(const std::string& image) const;
  bool has_image(const std::string& image) const;
  void add_image(const std::string& image);

  Result<std::string> create(const std::string& name, ContainerSpec spec);
  Result<void> run(const std::string& id);
  /// SIGTERM, then SIGKILL after `grace`; `done` runs when it has exited.
  Result<void> stop_container(const std::string& id, Duration grace, Scheduler::Task done);
  Result<void> remove(const std::string& id);
  /// As a person with `docker kill` would.
  void kill_container(const std::string& id);

  /// By id, unique prefix of none, or name.
  SimContainer* find(const std::string& id_or_name);
  const std::map<std::string, SimContainer>& containers() const { return containers_; }
  const std::set<std::string>& volumes() const { return volumes_; }
  /// By the id of their task.
  const std::set<std::string>& cgroups() const { return cgroups_; }
  std::vector<std::string> networks() const;
  /// Whether the container, volume or cgroup was made so long after it was asked for that whoever
  /// asked has given it up.
  bool came_late(const std::string& name) const { return late_.contains(name); }

  /// The running container that a connection to this host's port, or to the address of one of its
  /// containers, reaches; null when there is none.
  const SimContainer* behind_port(std::int32_t port) const;
  const SimContainer* behind_address(const std::string& address) const;

  Result<void> ensure_network(const ports::NetworkSpec& spec);
  Result<void> remove_network(const std::string& name);
  void create_volume(const std::string& name);
  Result<void> remove_image(const std::string& image);
  Result<void> remove_volume(const std::string& name);
  /// Answers the parent for the containers of the task.
  static std::string cgroup_parent(const std::string& task_id) { return "/ecs/" + task_id; }
  std::string create_cgroup(const std::string& task_id);
  void remove_cgroup(const std::string& task_id) { cgroups_.erase(task_id); }

  /// Replaces the watcher of all containers on this host.
  void watch(Watcher watcher) { watcher_ = std::move(watcher); }

  /// Calls `listener` for every event from `since` on until it answers false; with no event when
  /// the daemon goes away.
  using Listener = std::function<bool(const ports::EngineEvent*)>;
  void subscribe(Instant since, Listener listener);

 private:
  struct Network {
    ports::NetworkSpec spec;
    std::uint32_t next_address = 0;
  };

  Duration time_of(const Work& work);
  void note_made(const std::string& name);
  Result<void> attach(SimContainer& container);
  Result<void> publish(SimContainer& container);
  bool is_port_taken(const PublishedPort& port, const std::string& except) const;
  bool is_address_taken(const std::string& network, const std::string& address) const;
  void plan_life(SimContainer& container);
  void later(SimContainer& container, Duration delay, void (Daemon::*what)(SimContainer&));
  void exit_by_itself(SimContainer& container);
  void tell_out_of_memory(SimContainer& container);
  void become_healthy(SimContainer& container);
  void become_unhealthy(SimContainer& container);
  void exit(SimContainer& container, std::int32_t code);
  void emit(const SimContainer& container, std::string action,
            std::optional<std::int32_t> exit_code = std::nullopt);
  void pass_on(const ports::EngineEvent& event);
  void tell(ContainerFact::Kind kind, const SimContainer& container);

  Scheduler& scheduler_;
  Story& story_;
  const AppTable& apps_;
  SimEntropy entropy_;
  std::string host_;
  Mutant mutant_;
  Process process_;
  bool up_ = true;
  bool hung_ = false;
  Registry registry_{};
  std::uint64_t epoch_ = 0;
  std::map<std::string, std::deque<Error>> refusals_;
  /// When the call that is being carried out was made.
  std::optional<Instant> asked_at_;
  std::set<std::string> late_;
  /// What waits for resume().
  std::vector<std::move_only_function<void(Served)>> held_calls_;
  std::vector<ports::EngineEvent> held_events_;
  /// Until when a start holds the lock of a container, by id.
  std::map<std::string, Instant> locked_;
  std::set<std::string> images_;
  std::map<std::string, SimContainer> containers_;
  std::map<std::string, std::string> ids_by_name_;
  std::map<std::string, Network> networks_;
  std::set<std::string> volumes_;
  std::set<std::string> cgroups_;
  std::vector<ports::EngineEvent> log_;
  std::vector<Listener> listeners_;
  Watcher watcher_;
};

}  // namespace berth::sim
