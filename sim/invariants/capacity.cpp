// What tasks reserve on an instance never exceeds what it registered: CPU, memory, and a host port
// has one owner; an instance has what its host has; what is counted of tasks agrees with the rows.

#include <set>

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"

namespace berth::sim::invariants {

namespace {

class Capacity final : public Invariant {
 public:
  explicit Capacity(Watched watched) : world_(watched.world) {}

  void state_changed(const state::State& state, const state::Changes& changes) override {
    std::set<model::ContainerInstanceArn> touched;
    for (const auto& change : changes) {
      if (change.subject == state::Subject::task) {
        const auto* task = state.tasks().find(model::TaskArn(change.key));
        if (task) touched.insert(task->container_instance_arn);
      } else if (change.subject == state::Subject::container_instance) {
        touched.insert(model::ContainerInstanceArn(change.key));
      }
    }
    for (const auto& arn : touched) {
      if (const auto* instance = state.container_instances().find(arn)) look_at(state, *instance);
    }
  }

 private:
  void look_at(const state::State& state, const model::ContainerInstance& instance) {
    model::Resources sum;
    state::InstanceLoad counted;
    std::set<model::HostPort> ports(instance.registered.ports.begin(),
                                    instance.registered.ports.end());
    for (const auto& arn : state.tasks_on(instance.arn)) {
      const auto& task = state.tasks().at(arn);
      sum.cpu += task.reserved.cpu;
      sum.memory += task.reserved.memory;
      ++counted.alive;
      counted.running += task.last_status == model::TaskStatus::running ? 1 : 0;
      ++counted.by_group[{task.cluster_arn, task.group}];
      for (const auto& port : task.reserved.ports) {
        if (!ports.insert(port).second) {
          world_.report("capacity",
                        fmt::format("host port {} of {} is given away twice, also to {}", port.port,
                                    short_id(instance.arn), short_id(arn)));
        }
      }
    }
    if (sum.cpu > instance.registered.cpu || sum.memory > instance.registered.memory) {
      world_.report("capacity", fmt::format("tasks reserve cpu {} memory {} on {}, which has {} {}",
                                            sum.cpu, sum.memory, short_id(instance.arn),
                                            instance.registered.cpu, instance.registered.memory));
    }
    look_at_host(instance);
    const auto& load = state.occupancy().on(instance.arn);
    if (load.alive != counted.alive || load.running != counted.running ||
        load.by_group != counted.by_group) {
      world_.report("capacity", fmt::format("{} tasks, {} RUNNING, are counted on {}, not {}, {}",
                                            load.alive, load.running, short_id(instance.arn),
                                            counted.alive, counted.running));
    }
    const auto& indexed = load.reserved;
    if (indexed.cpu != sum.cpu || indexed.memory != sum.memory) {
      world_.report("capacity", fmt::format("the index says cpu {} memory {} on {}, the rows {} {}",
                                            indexed.cpu, indexed.memory, short_id(instance.arn),
                                            sum.cpu, sum.memory));
    }
  }

  void look_at_host(const model::ContainerInstance& instance) {
    for (const auto& host : world_.hosts()) {
      if (host->address() != instance.private_address) continue;
      const HostOptions& size = host->options();
      if (instance.registered.cpu <= size.cpu && instance.registered.memory <= size.memory) return;
      world_.report("capacity", fmt::format("{} is said to have cpu {} memory {}, it has {} {}",
                                            host->name(), instance.registered.cpu,
                                            instance.registered.memory, size.cpu, size.memory));
    }
  }

  World& world_;
};

}  // namespace

Pointer capacity(Watched watched) { return std::make_unique<Capacity>(watched); }

}  // namespace berth::sim::invariants
