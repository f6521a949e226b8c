#pragma once
// The event stream of one agent: a queue between the daemon, which tells, and the agent, which
// reads; on the way events may be lost or the stream may end.

#include <deque>
#include <memory>
#include <optional>

#include "ports/container_engine.hpp"
#include "sim/engine/faults.hpp"
#include "sim/kernel/reply.hpp"
#include "sim/kernel/sim_entropy.hpp"

namespace berth::sim {

class EventQueue {
 public:
  EventQueue(Scheduler& scheduler, Process process, const EngineFaults& faults, SimEntropy entropy)
      : scheduler_(scheduler), process_(process), faults_(faults), entropy_(entropy) {}

  /// What the daemon calls; no event means that it went away. False ends the subscription.
  bool take(const ports::EngineEvent* event);
  boost::asio::awaitable<Result<ports::EngineEvent>> next();

 private:
  void hand_over();

  Scheduler& scheduler_;
  Process process_;
  const EngineFaults& faults_;
  SimEntropy entropy_;
  std::deque<ports::EngineEvent> waiting_;
  bool closed_ = false;
  std::optional<Reply<ports::EngineEvent>> reader_;
};

class SimEvents final : public ports::EngineEvents {
 public:
  explicit SimEvents(std::shared_ptr<EventQueue> queue) : queue_(std::move(queue)) {}
  boost::asio::awaitable<Result<ports::EngineEvent>> next() override { return queue_->next(); }

 private:
  std::shared_ptr<EventQueue> queue_;  // The daemon knows it weakly.
};

}  // namespace berth::sim
