#pragma once
// The messages of the TCS socket, made from what the agent knows (agent-protocol §4.4 to §4.6).

#include <optional>
#include <string>
#include <vector>

#include "agent/options.hpp"
#include "agent/plan/plan_task.hpp"
#include "agent/session/identity.hpp"
#include "agent/tasks/task_engine.hpp"
#include "agent/telemetry/sampler.hpp"

namespace berth::agent::telemetry {

class Publication {
 public:
  Publication(tasks::TaskEngine& tasks, Sampler& sampler, const session::Identity& identity,
              const AgentOptions& options, ports::Clock& clock, ports::Entropy& entropy)
      : tasks_(tasks),
        sampler_(sampler),
        identity_(identity),
        options_(options),
        clock_(clock),
        entropy_(entropy) {}

  /// JSON frames of one round: ten tasks each at most, the last one marked; one idle frame when no
  /// task has anything to tell.
  std::vector<std::string> metrics();
  /// Absent when no task has a health check.
  std::optional<std::string> health();
  /// Absent unless the engine came or went since the last call.
  std::optional<std::string> instance_status();
  /// The next connection is told the instance's status again.
  void repeat_status() { told_.reset(); }

 private:
  std::vector<gen::agent_protocol::TaskMetric> task_metrics();

  tasks::TaskEngine& tasks_;
  Sampler& sampler_;
  const session::Identity& identity_;
  const AgentOptions& options_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  std::optional<plan::EnginePresence> told_;
};

}  // namespace berth::agent::telemetry
