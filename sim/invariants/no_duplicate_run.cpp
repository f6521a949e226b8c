// No container of a task is made twice or started twice, on whatever host and after whatever crash.
// An engine may make one that it was asked for by an agent long dead; that one must not run.

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"
#include "sim/invariants/labels.hpp"

namespace berth::sim::invariants {

namespace {

class NoDuplicateRun final : public Invariant {
 public:
  explicit NoDuplicateRun(Watched watched) : world_(watched.world) {}

  void container_changed(const ContainerFact& fact) override {
    if (fact.kind == ContainerFact::Kind::created && !came_late(fact)) {
      look_at(fact, made_on_, "made");
    }
    if (fact.kind == ContainerFact::Kind::started) look_at(fact, started_on_, "started");
    // One that a person removed before anything ran in it may be made anew.
    if (fact.kind == ContainerFact::Kind::removed && fact.container.starts == 0) {
      made_on_.erase({task_of(fact.container), container_name_of(fact.container)});
    }
  }

 private:
  /// Hosts by task and container name.
  using Hosts = std::map<std::pair<std::string, std::string>, std::string>;

  bool came_late(const ContainerFact& fact) const {
    return std::ranges::any_of(world_.hosts(), [&](const auto& host) {
      return host->name() == fact.host && host->daemon().came_late(fact.container.name);
    });
  }

  void look_at(const ContainerFact& fact, Hosts& hosts, const char* what) {
    const std::string task = task_of(fact.container);
    if (task.empty()) return;
    const std::pair key(task, container_name_of(fact.container));
    const auto [first, fresh] = hosts.emplace(key, fact.host);
    if (fresh) return;
    world_.report("no duplicate run",
                  fmt::format("container {} of {} was {} on {} and again on {}", key.second, task,
                              what, first->second, fact.host));
  }

  World& world_;
  Hosts made_on_;
  Hosts started_on_;
};

}  // namespace

Pointer no_duplicate_run(Watched watched) { return std::make_unique<NoDuplicateRun>(watched); }

}  // namespace berth::sim::invariants
