// No scale-in and no deployment stops a task while it is protected. A draining instance, failed
// checks, people, and the end of the service do.

#include <fmt/format.h>

#include "sim/invariants/services/service_invariant.hpp"

namespace berth::sim::invariants {

namespace {

class Protection final : public ServiceInvariant {
 public:
  explicit Protection(Watched watched) : ServiceInvariant(watched.world) {}

 private:
  void look_at(const ServiceStep& step) override {
    if (step.service.status != model::ServiceStatus::active) return;
    for (const auto& each : step.changed) {
      const auto& task = *each.now;
      if (!stopped_for_scaling(each) || !task.protected_until || !task.stopping_at) continue;
      if (*task.stopping_at >= *task.protected_until || may_leave(step, task)) continue;
      world_.report(
          "protection",
          fmt::format("task {} of service {} was protected and is stopped: {}",
                      short_id(task.arn).substr(0, 8), step.service.name, task.stopped_reason));
    }
  }

  /// Its instance drains, or does not suit a daemon any more.
  static bool may_leave(const ServiceStep& step, const model::Task& task) {
    const auto* instance = step.state.container_instances().find(task.container_instance_arn);
    return is_daemon(step.service) || !instance ||
           instance->status != model::ContainerInstanceStatus::active;
  }
};

}  // namespace

Pointer protection(Watched watched) { return std::make_unique<Protection>(watched); }

}  // namespace berth::sim::invariants
