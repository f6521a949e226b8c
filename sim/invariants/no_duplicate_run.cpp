// No container of a task is started twice, on whatever host and after whatever crash.

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
    if (fact.kind != ContainerFact::Kind::started) return;
    const std::string task = task_of(fact.container);
    if (task.empty()) return;
    const std::pair key(task, container_name_of(fact.container));
    const auto [first, fresh] = started_on_.emplace(key, fact.host);
    if (fresh) return;
    world_.report("no duplicate run",
                  fmt::format("container {} of {} was started on {} and again on {}", key.second,
                              task, first->second, fact.host));
  }

 private:
  World& world_;
  std::map<std::pair<std::string, std::string>, std::string> started_on_;
};

}  // namespace

Pointer no_duplicate_run(Watched watched) { return std::make_unique<NoDuplicateRun>(watched); }

}  // namespace berth::sim::invariants
