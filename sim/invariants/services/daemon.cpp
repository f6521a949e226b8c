// A daemon never has two tasks on one instance, not even while one replaces the other.

#include <fmt/format.h>

#include "sim/invariants/services/service_invariant.hpp"

namespace berth::sim::invariants {

namespace {

class DaemonPlaces final : public ServiceInvariant {
 public:
  explicit DaemonPlaces(Watched watched) : ServiceInvariant(watched.world) {}

 private:
  void look_at(const ServiceStep& step) override {
    if (!is_daemon(step.service) || step.created.empty()) return;
    std::map<model::ContainerInstanceArn, int> alive;
    for (const auto& arn : step.state.tasks_of(step.service.arn)) {
      const auto& task = step.state.tasks().at(arn);
      if (!model::is_alive(task) || ++alive[task.container_instance_arn] == 1) continue;
      world_.report("daemon", fmt::format("service {} has two tasks on {}", step.service.name,
                                          short_id(task.container_instance_arn)));
    }
  }
};

}  // namespace

Pointer daemon(Watched watched) { return std::make_unique<DaemonPlaces>(watched); }

}  // namespace berth::sim::invariants
