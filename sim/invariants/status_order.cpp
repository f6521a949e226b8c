// A task's lastStatus only moves forward along the ECS order, STOPPED is final, and desiredStatus
// never returns from STOPPED; what somebody was shown holds across crashes of the server too.

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"

namespace berth::sim::invariants {

namespace {

struct Statuses {
  model::TaskStatus last;
  model::DesiredStatus desired;
};

class StatusOrder final : public Invariant {
 public:
  explicit StatusOrder(Watched watched) : world_(watched.world), promises_(watched.promises) {}

  /// What the last life had not synced may be gone, but nothing that it had shown.
  void server_started(const state::State& state) override {
    seen_.clear();
    for (const auto& [arn, task] : state.tasks()) {
      seen_[arn] = {task.last_status, task.desired_status};
      const auto shown = promises_.tasks.find(arn.text());
      if (shown == promises_.tasks.end()) continue;
      compare(task, {shown->second.last_status, shown->second.desired_status},
              "after a restart of the server");
    }
  }

  void state_changed(const state::State& state, const state::Changes& changes) override {
    for (const auto& change : changes) {
      if (change.subject != state::Subject::task) continue;
      const model::TaskArn arn(change.key);
      const auto* task = state.tasks().find(arn);
      if (!task) {
        seen_.erase(arn);
        continue;
      }
      const auto found = seen_.find(arn);
      if (found != seen_.end()) compare(*task, found->second, "by a command");
      seen_[arn] = {task->last_status, task->desired_status};
    }
  }

 private:
  void compare(const model::Task& task, Statuses before, const char* how) {
    if (task.last_status < before.last) {
      world_.report("status order",
                    fmt::format("task {} went back from {} to {} {}", short_id(task.arn),
                                api_text(before.last), api_text(task.last_status), how));
    }
    if (task.desired_status < before.desired) {
      world_.report(
          "status order",
          fmt::format("desiredStatus of task {} returned from {} to {} {}", short_id(task.arn),
                      api_text(before.desired), api_text(task.desired_status), how));
    }
  }

  World& world_;
  const Promises& promises_;
  std::map<model::TaskArn, Statuses> seen_;
};

}  // namespace

Pointer status_order(Watched watched) { return std::make_unique<StatusOrder>(watched); }

}  // namespace berth::sim::invariants
