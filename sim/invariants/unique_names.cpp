// No two live tasks share an address, an ARN is never given away twice, and the revisions of a
// family go up by one.

#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"

namespace berth::sim::invariants {

namespace {

class UniqueNames final : public Invariant {
 public:
  explicit UniqueNames(Watched watched) : world_(watched.world) {}

  void server_started(const state::State& state) override {
    for (const auto& [arn, task] : state.tasks()) look_at(task);
    look_at_addresses(state);
  }

  void state_changed(const state::State& state, const state::Changes& changes) override {
    bool tasks_changed = false;
    for (const auto& change : changes) {
      if (change.subject == state::Subject::task) {
        tasks_changed = true;
        if (const auto* task = state.tasks().find(model::TaskArn(change.key))) look_at(*task);
      } else if (change.subject == state::Subject::task_definition) {
        look_at_revision(state, model::TaskDefinitionArn(change.key));
      }
    }
    if (tasks_changed) look_at_addresses(state);
  }

 private:
  /// Ids hold 128 random bits: the same one at another time of creation is a second use.
  void look_at(const model::Task& task) {
    const auto [known, fresh] = created_at_.emplace(task.arn, task.created_at);
    if (!fresh && known->second != task.created_at) {
      world_.report("unique names", "a second task got the ARN " + task.arn.text());
    }
  }

  void look_at_addresses(const state::State& state) {
    std::map<std::pair<std::string, std::string>, std::string> owners;
    for (const auto& [arn, task] : state.tasks()) {
      if (!task.network || !model::is_alive(task)) continue;
      const std::pair address(task.network->vpc_id.text(), task.network->private_address);
      const auto [owner, fresh] = owners.emplace(address, arn.text());
      if (fresh) continue;
      world_.report("unique names", fmt::format("{} and {} share the address {}", owner->second,
                                                arn.text(), address.second));
    }
  }

  void look_at_revision(const state::State& state, const model::TaskDefinitionArn& arn) {
    const auto* row = state.find_task_definition(arn);
    if (!row || row->revision == 1) return;
    auto before = model::key_of(*row);
    --before.revision;
    if (state.task_definitions().contains(before)) return;
    world_.report("unique names",
                  fmt::format("revision {} of {} has no predecessor", row->revision, row->family));
  }

  World& world_;
  std::map<model::TaskArn, Instant> created_at_;
};

}  // namespace

Pointer unique_names(Watched watched) { return std::make_unique<UniqueNames>(watched); }

}  // namespace berth::sim::invariants
