// What is told of a task is true: RUNNING only after its containers ran, the exit code that they
// had, and a reason that happened to them.

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"
#include "sim/invariants/labels.hpp"

namespace berth::sim::invariants {

namespace {

/// What really happened to a container.
struct Life {
  bool started = false;
  std::optional<std::int32_t> exit_code;
  bool out_of_memory = false;
  /// It was removed before its task was told STOPPED: by a person, since agents tell first.
  bool removed = false;
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Things that only our own carelessness could make happen in this world.
bool blames_itself(const std::string& reason) {
  for (const auto* words :
       {"is already in use by container", "No such image", "No such container"}) {
    if (holds(reason, words)) return true;
  }
  return holds(reason, "network ") && holds(reason, " not found");
}

class ToldTruth final : public Invariant {
 public:
  explicit ToldTruth(Watched watched) : world_(watched.world) {}

  void container_changed(const ContainerFact& fact) override {
    const std::string task = task_of(fact.container);
    if (task.empty()) return;
    Life& life = lives_[{task, container_name_of(fact.container)}];
    switch (fact.kind) {
      case ContainerFact::Kind::created: life.removed = false; break;
      case ContainerFact::Kind::started:
        life.started = true;
        look_at_cgroup(fact);
        break;
      case ContainerFact::Kind::exited:
        life.exit_code = fact.container.exit_code;
        life.out_of_memory = fact.container.out_of_memory;
        break;
      case ContainerFact::Kind::removed: life.removed = is_told_alive(task); break;
    }
  }

  void state_changed(const state::State& state, const state::Changes& changes) override {
    for (const auto& change : changes) {
      if (change.subject != state::Subject::task) continue;
      const auto* task = state.tasks().find(model::TaskArn(change.key));
      if (!task) continue;
      if (was_given_up(state, *task)) given_up_.insert(task->arn);
      look_at(*task);
    }
  }

 private:
  bool is_told_alive(const std::string& arn) const {
    const auto* server = world_.server();
    if (!server) return true;
    const auto* task = server->state().tasks().find(model::TaskArn(arn));
    return task && model::is_alive(*task);
  }

  void look_at_cgroup(const ContainerFact& fact) {
    const auto parent = fact.container.spec.host_config.cgroup_parent.value_or("");
    if (parent.empty()) return;
    for (const auto& host : world_.hosts()) {
      if (host->name() != fact.host) continue;
      for (const auto& task_id : host->daemon().cgroups()) {
        if (Daemon::cgroup_parent(task_id) == parent) return;
      }
    }
    world_.report("told truth", fmt::format("container {} runs in {}, which nobody made",
                                            fact.container.name, parent));
  }

  void look_at(const model::Task& task) {
    // The pause container's failures are the task's; nobody tells of that container.
    if (blames_itself(task.stopped_reason)) {
      world_.report("told truth",
                    fmt::format("task {} failed by our own doing: {}",
                                short_id(task.arn).substr(0, 8), task.stopped_reason));
    }
    for (const auto& container : task.containers) {
      const auto found = lives_.find({task.arn.text(), container.name});
      const Life life = found == lives_.end() ? Life{} : found->second;
      const std::string wrong = lie_about(task, container, life);
      if (wrong.empty()) continue;
      world_.report("told truth", fmt::format("container {} of task {} {}", container.name,
                                              short_id(task.arn).substr(0, 8), wrong));
    }
  }

  /// What is wrong with what is told; empty if nothing is.
  std::string lie_about(const model::Task& task, const model::TaskContainer& told,
                        const Life& life) const {
    const std::string reason = told.reason.value_or("");
    const bool never_began = holds(reason, "dependency graph:");
    if (told.last_status == model::ContainerStatus::running && !life.started) {
      return "is RUNNING and was never started";
    }
    if (told.exit_code && !never_began && told.exit_code != life.exit_code) {
      return fmt::format("is told to have ended with {}, not with {}", *told.exit_code,
                         life.exit_code.value_or(-1));
    }
    const bool says_memory = reason.starts_with("OutOfMemoryError");
    if (says_memory != life.out_of_memory && told.exit_code && !life.removed) {
      return "is told to have ended for another reason: " + reason;
    }
    if (reason.starts_with("ContainerVanishedError") && !life.removed) {
      return "is told to have vanished";
    }
    if (reason.starts_with("CannotStartContainerError") && !never_began && life.started) {
      return "started and is told to have failed: " + reason;
    }
    if (holds(reason, "Check whether the image exists") && image_exists(told.image)) {
      return "is told to have no image: " + reason;
    }
    if (blames_itself(reason)) return "failed by our own doing: " + reason;
    const bool silent = task.last_status == model::TaskStatus::stopped && life.started &&
                        !told.exit_code && reason.empty() && !was_lost(task);
    return silent ? "ran, and nobody tells how it ended" : "";
  }

  /// Ended without a word of its agent; whoever had asked it to stop before is still its reason.
  static bool was_given_up(const state::State& state, const model::Task& task) {
    const auto* instance = state.container_instances().find(task.container_instance_arn);
    return task.last_status == model::TaskStatus::stopped && instance && !instance->agent_connected;
  }
  bool was_lost(const model::Task& task) const {
    return task.stop_code == gen::ecs::TaskStopCode::infrastructure_health ||
           given_up_.contains(task.arn);
  }

  bool image_exists(const std::string& image) const {
    // A deployment names the version of its images by their digests.
    const auto app = world_.options().apps.find(image.substr(0, image.find('@')));
    return app != world_.options().apps.end() && app->second.pull == Pull::succeeds;
  }

  World& world_;
  /// By task and container name.
  std::map<std::pair<std::string, std::string>, Life> lives_;
  std::set<model::TaskArn> given_up_;
};

}  // namespace

Pointer told_truth(Watched watched) { return std::make_unique<ToldTruth>(watched); }

}  // namespace berth::sim::invariants
