#pragma once
// All tasks of this host: takes them from payloads, adopts those of an earlier life of the agent,
// lets them in when there is room, and passes the engine's events to them. Everything that must
// survive is in the store before take() answers.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "agent/host/host_resources.hpp"
#include "agent/options.hpp"
#include "agent/scope.hpp"
#include "agent/steps/pull_image.hpp"
#include "agent/task_store.hpp"
#include "agent/tasks/container_janitor.hpp"
#include "agent/tasks/engine_watch.hpp"
#include "agent/tasks/image_janitor.hpp"
#include "agent/tasks/reporter.hpp"
#include "agent/tasks/task_run.hpp"
#include "client/api_client.hpp"

namespace berth::agent::tasks {

enum class Taken : std::uint8_t {
  safely,
  unreadable,  // It was reported STOPPED with the reason.
  not_stored,  // Nothing is known of it: it has to come again.
};

class TaskEngine final : public EngineListener, public Landlord {
 public:
  struct Tools {
    const AgentOptions& options;
    ports::ContainerEngine& engine;
    ports::Clock& clock;
    ports::Entropy& entropy;
    ports::LocalHost& host;
    client::ApiClient& api;
    TaskStore& store;
    Scope& scope;
    const Log& log;
  };
  explicit TaskEngine(Tools tools);

  /// Adopts what was stored and starts to watch the engine. Every container that is made from now
  /// on carries the id of this agent's instance. Called once.
  void start(TaskStore::Contents stored, std::string instance_id);

  /// A task of a payload: a new one, a stop order, or one that came before.
  Taken take(gen::agent_protocol::Task task, const std::string& cluster_arn);
  void want_stopped(const std::string& arn);

  const TaskRun* find(const std::string& arn) const;
  /// In order of their ARNs.
  std::vector<const TaskRun*> all() const;

  EngineWatch& watch() { return watch_; }
  Reporter& reporter() { return reporter_; }
  /// Told whenever a container's health may have changed.
  ports::Event& health_changed() { return health_changed_; }

  /// Told whenever something of a container was learnt.
  ports::Event& container_seen() { return container_seen_; }

  /// Called with the ARN of each task of which nothing is left.
  void when_removed(std::function<void(const std::string&)> call) { removed_ = std::move(call); }

  /// The URL at which tasks reach this agent, told to every container that is made from now on.
  void use_endpoint(std::string url) { shared_.endpoint = std::move(url); }

  /// Stops and removes every task, waiting no longer than `deadline`; timed_out names those of
  /// which something is left then.
  boost::asio::awaitable<Result<void>> remove_all(Instant deadline);

  void on_presence(plan::EnginePresence presence) override;
  void on_event(const ports::EngineEvent& event) override;
  void on_listing(const std::vector<gen::docker::ContainerSummary>& containers) override;
  void release(const TaskRecord& task) override;
  bool is_let(ports::HostPort port) const override;

 private:
  void adopt(StoredTask task);
  TaskRun& begin(StoredTask task, Origin origin);
  Taken take_new(gen::agent_protocol::Task task);
  Taken answer_only(TaskRecord record, Taken taken);
  Result<void> remember_network(const gen::agent_protocol::Task& payload);
  void keep_newest_failures();
  std::set<std::string> images_in_use() const;
  void admit();
  boost::asio::awaitable<void> drive(std::string arn);

  Tools tools_;
  EngineWatch watch_;
  steps::ImagePuller images_;
  ImageJanitor image_janitor_;
  ContainerJanitor container_janitor_;
  Reporter reporter_;
  host::HostResources host_;
  Shared shared_;
  std::map<std::string, std::unique_ptr<TaskRun>> tasks_;
  std::function<void(const std::string&)> removed_ = [](const std::string&) {};
  std::int64_t last_arrival_ = 0;
  ports::Event task_gone_, health_changed_, container_seen_;
};

}  // namespace berth::agent::tasks
