// A task of a service is placed only on an ACTIVE instance whose agent is there, in a zone of its
// subnets, where the constraints that were asked for hold, and alone where it shall be.

#include <algorithm>

#include <fmt/format.h>

#include "sim/invariants/services/service_invariant.hpp"
#include "sim/operator/constraints.hpp"

namespace berth::sim::invariants {

namespace {

class Placement final : public ServiceInvariant {
 public:
  explicit Placement(Watched watched)
      : ServiceInvariant(watched.world), promises_(watched.promises) {}

 private:
  void look_at(const ServiceStep& step) override {
    for (const auto* task : step.created) {
      const std::string wrong = wrong_with(step, *task);
      if (wrong.empty()) continue;
      world_.report("placement",
                    fmt::format("task {} of service {} is on {}, which {}",
                                short_id(task->arn).substr(0, 8), step.service.name,
                                short_id(task->container_instance_arn).substr(0, 8), wrong));
    }
  }

  std::string wrong_with(const ServiceStep& step, const model::Task& task) const {
    const auto* instance = step.state.container_instances().find(task.container_instance_arn);
    if (!instance) return "does not exist";
    if (instance->status != model::ContainerInstanceStatus::active) return "is not ACTIVE";
    if (!instance->agent_connected) return "is away";
    if (task.availability_zone != instance->availability_zone) return "is in another zone";
    const auto promised = promises_.services.find(step.service.arn.text());
    if (promised == promises_.services.end()) return {};
    const auto& name = promised->second.constraint;
    const auto* constraint = find_constraint(name);
    if (constraint && !constraint->holds(*instance)) return "does not meet " + name;
    const bool alone = name == distinct_instance && tasks_there(step, *instance) > 1;
    return alone ? "has another task of it" : "";
  }

  static std::int64_t tasks_there(const ServiceStep& step,
                                  const model::ContainerInstance& instance) {
    const auto& tasks = step.state.tasks_of(step.service.arn);
    return std::ranges::count_if(tasks, [&](const model::TaskArn& arn) {
      const auto& task = step.state.tasks().at(arn);
      return model::is_alive(task) && task.container_instance_arn == instance.arn;
    });
  }

  const Promises& promises_;
};

}  // namespace

Pointer placement(Watched watched) { return std::make_unique<Placement>(watched); }

}  // namespace berth::sim::invariants
