#pragma once
// What invariants of services share: they are told of each commit what it did to one service and
// its tasks, since a decision is one commit and several may fall into one task of the scheduler.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/invariants/invariant.hpp"

namespace berth::sim::invariants {

/// A task as it was after the commit before.
struct TaskBefore {
  model::TaskStatus last_status{};
  model::DesiredStatus desired_status{};
  std::optional<Instant> healthy_at;
  bool accounted = false;
  /// Served: see is_healthy().
  bool healthy = false;

  bool operator==(const TaskBefore&) const = default;
};

struct TaskStep {
  TaskBefore before;
  const model::Task* now = nullptr;
};

/// What one commit did to one service.
struct ServiceStep {
  const state::State& state;
  const model::Service& service;
  /// Null for a new one.
  const model::Service* before = nullptr;
  std::vector<const model::Task*> created;
  std::vector<TaskStep> changed;
};

/// RUNNING, wanted, seen to be healthy, and no check fails: what minimumHealthyPercent counts.
bool is_healthy(const state::State& state, const model::Task& task);

/// The service scheduler has decided in this commit that the task shall stop.
bool stopped_by_scheduler(const TaskStep& step);

/// ... in order to scale in, deploy or move, and not for what is wrong with the task.
bool stopped_for_scaling(const TaskStep& step);

/// Alive and not asked to stop.
bool is_wanted(const model::Task& task);

class ServiceInvariant : public Invariant {
 public:
  void server_started(const state::State& state) override;
  void committed(const state::State& state, const state::Change& change) override;

 protected:
  explicit ServiceInvariant(World& world) : world_(world) {}

  virtual void look_at(const ServiceStep& step) = 0;
  /// A new life of the server begins with what was durable.
  virtual void restarted(const state::State& /*state*/) {}

  World& world_;

 private:
  struct Memory {
    std::optional<model::Service> service;
    std::map<model::TaskArn, TaskBefore> tasks;
  };

  void look_at_service(const state::State& state, const model::ServiceArn& arn);
  static void remember_tasks(const state::State& state, const model::ServiceArn& arn,
                             Memory& memory);

  std::map<model::ServiceArn, Memory> memory_;
};

}  // namespace berth::sim::invariants
