#pragma once
// Knows whether the container engine is there, and passes its events on. Events are hints to look,
// so losing some is harmless: after every reconnection the listing of all containers tells which of
// them to look at again.

#include <cstdint>
#include <memory>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "agent/plan/plan_task.hpp"
#include "agent/scope.hpp"
#include "base/log.hpp"
#include "ports/container_engine.hpp"
#include "ports/entropy.hpp"
#include "ports/event.hpp"

namespace berth::agent::tasks {

/// Who hears of the engine.
class EngineListener {
 public:
  virtual ~EngineListener() = default;

  virtual void on_presence(plan::EnginePresence presence) = 0;
  /// A container event that may concern one of ours.
  virtual void on_event(const ports::EngineEvent& event) = 0;
  /// Every container that carries an ECS task's label.
  virtual void on_listing(const std::vector<gen::docker::ContainerSummary>& containers) = 0;
};

class EngineWatch {
 public:
  EngineWatch(ports::ContainerEngine& engine, ports::Clock& clock, ports::Entropy& entropy,
              const AgentOptions& options, const Log& log);

  /// Starts watching; the listener must outlive the scope's coroutines. Called once.
  void start(Scope& scope, EngineListener& listener);

  plan::EnginePresence presence() const { return presence_; }
  /// What the engine last said of itself.
  const gen::docker::Version& version() const { return version_; }

  /// A call found the engine gone: ask until it answers, and let nobody else try meanwhile.
  void doubt();
  /// Returns when the engine is there.
  boost::asio::awaitable<void> wait_until_present();

 private:
  boost::asio::awaitable<void> probe();
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<Result<void>> follow(Instant since);
  void set_presence(plan::EnginePresence presence);

  ports::ContainerEngine& engine_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  const AgentOptions& options_;
  const Log& log_;
  EngineListener* listener_ = nullptr;
  plan::EnginePresence presence_ = plan::EnginePresence::absent;
  gen::docker::Version version_;
  ports::Event doubted_, present_;
  Instant last_event_{};
};

}  // namespace berth::agent::tasks
