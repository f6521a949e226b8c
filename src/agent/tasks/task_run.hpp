#pragma once
// One task on this host, from its acceptance until nothing is left of it. run() is the task's only
// loop: it draws conclusions from the record, saves it, begins the steps that the plan asks for and
// sleeps until something changes. Steps run beside each other and touch the record only when they
// end. What is volatile (steps under way, doubts) is made anew after a restart.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/backoff.hpp"
#include "agent/options.hpp"
#include "agent/plan/plan_task.hpp"
#include "agent/plan/transition.hpp"
#include "agent/scope.hpp"
#include "agent/steps/container_body.hpp"
#include "agent/steps/pull_image.hpp"
#include "agent/task_store.hpp"
#include "agent/tasks/engine_watch.hpp"
#include "agent/tasks/reporter.hpp"
#include "base/log.hpp"
#include "ports/local_host.hpp"

namespace berth::agent::tasks {

/// Room on the host, which a task gives back when it has stopped.
class Landlord {
 public:
  virtual ~Landlord() = default;
  virtual void release(const TaskRecord& task) = 0;
  /// Whether a task of this agent has the port, even if it has not bound it yet.
  virtual bool is_let(ports::HostPort port) const = 0;
};

/// What all tasks of an agent share; made by TaskEngine.
struct Shared {
  const AgentOptions& options;
  ports::ContainerEngine& engine;
  ports::Clock& clock;
  ports::Entropy& entropy;
  ports::LocalHost& host;
  const Log& log;
  Scope& scope;
  TaskStore& store;
  steps::ImagePuller& images;
  EngineWatch& watch;
  Reporter& reporter;
  Landlord& landlord;
  /// Notified when a container's health turned.
  ports::Event& health_changed;
  /// Notified when something of a container was learnt.
  ports::Event& container_seen;
  /// Where tasks reach this agent; empty where they do not.
  std::string endpoint{};
  /// Of this agent: "i-<17 hexadecimal digits>".
  std::string instance_id{};
};

/// Whether a task is the server's new order, or was found in the store when the agent started.
enum class Origin : std::uint8_t { order, store };

class TaskRun final : public ReportSource {
 public:
  /// The record and payload must be stored already.
  TaskRun(Shared& shared, StoredTask task, Origin origin);

  /// Returns when the task is removed from this host and from the store.
  boost::asio::awaitable<void> run();

  const TaskRecord& record() const { return record_; }
  const gen::agent_protocol::Task& payload() const { return payload_; }

  /// The host has room for it.
  void admit();
  void want_stopped(const std::string& reason);
  /// Changes how long the containers stay after the task has stopped.
  void keep_for(plan::CleanupTimes cleanup);
  /// Something may have happened to a container of this task; an exit code comes with its end.
  void doubt(std::size_t container, std::optional<std::int32_t> exit_code);
  /// The engine says that memory ran out in a container.
  void note_out_of_memory(std::size_t container);
  /// The engine's event of its end.
  void note_end(std::size_t container, std::int32_t exit_code, Instant at);
  void wake() { changed_.notify(); }

  const gen::ecs::SubmitTaskStateChangeRequest* next_report() const override;
  void report_done() override;

 private:
  void choose_ports(std::size_t container);
  void doubt(ContainerStatus least);
  void advance();
  void note_unsaved();
  bool hides_a_failure() const;
  void schedule_looks(Instant now);
  void flush_changes(Instant now);
  void sleep_until_at_most(Instant when);

  boost::asio::awaitable<void> run_step(plan::Step step);
  boost::asio::awaitable<void> perform(plan::Step step);
  boost::asio::awaitable<void> pull(std::size_t container);
  boost::asio::awaitable<void> create(std::size_t container);
  boost::asio::awaitable<void> start(std::size_t container);
  boost::asio::awaitable<void> inspect(std::size_t container);
  boost::asio::awaitable<void> stop(std::size_t container);
  boost::asio::awaitable<void> prepare_network();
  boost::asio::awaitable<void> prepare_cgroup();
  boost::asio::awaitable<void> prepare_volumes();
  boost::asio::awaitable<void> remove();

  steps::TaskView view() const {
    return {record_, payload_, shared_.options, shared_.endpoint, shared_.instance_id};
  }
  void take(std::size_t container, const plan::Observation& seen);
  void note_restart(std::size_t container);
  bool waits_for_cause(std::size_t container, const plan::Observation& seen);
  void fail(std::size_t container, const steps::StepError& error);
  void fail(const steps::StepError& error);

  Shared& shared_;
  TaskRecord record_;
  const gen::agent_protocol::Task payload_;
  TaskRecord saved_;
  plan::StepsUnderWay steps_;
  plan::Facts facts_;
  /// What events said of containers that may be gone before they are looked at.
  std::map<std::size_t, std::int32_t> exit_codes_;
  std::set<std::size_t> out_of_memory_;
  /// Ended containers whose cause was waited for.
  std::set<std::size_t> waited_for_;
  std::optional<Instant> flush_at_;
  Instant next_look_{}, wake_at_{};
  ports::Event changed_;
  plan::CleanupTimes cleanup_;
  Backoff removals_;
  enum class Room : std::uint8_t { held, released } room_{};
  enum class Presence : std::uint8_t { here, removed } presence_{};
};

}  // namespace berth::agent::tasks
