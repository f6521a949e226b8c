// Once everything works again, the end of a task's container is told soon: at once where an event
// or a listing could show it, and after the periodic inspection where the events were lost.

#include <set>

#include <fmt/format.h>

#include "sim/invariants/ages.hpp"
#include "sim/invariants/invariant.hpp"
#include "sim/invariants/labels.hpp"
#include "sim/world/constants.hpp"

namespace berth::sim::invariants {

namespace {

/// Reconnecting, a rest after an unanswered inspection and a repeated report.
constexpr Duration telling_max = std::chrono::minutes{2};

class Promptness final : public Invariant {
 public:
  explicit Promptness(Watched watched)
      : world_(watched.world), silence_max_(longest_silence(watched.world.options())) {}

  void healed() override { healed_ = true; }

  void look() override {
    const auto* server = world_.server();
    if (!healed_ || !server) return;
    const auto running = running_tasks();
    for (const auto& [arn, task] : server->state().tasks()) {
      const bool told = task.last_status == model::TaskStatus::running;
      if (!told || running.contains(arn.text())) continue;
      if (ages_.see(arn.text(), world_.scheduler().now()) <= silence_max_) continue;
      world_.report("promptness",
                    fmt::format("task {} has been RUNNING for {} s without a container",
                                short_id(arn).substr(0, 8), silence_max_.count() / 1000));
    }
    ages_.end_look();
  }

 private:
  static Duration longest_silence(const Options& options) {
    const bool lossy = options.engine.lose_event_per_mille > 0;
    return lossy ? inspection_interval + telling_max : telling_max;
  }

  std::set<std::string> running_tasks() {
    std::set<std::string> running;
    for (const auto& host : world_.hosts()) {
      for (const auto& [id, container] : host->daemon().containers()) {
        const bool counts =
            container.state == RunState::running && container_name_of(container) == "app";
        if (counts) running.insert(task_of(container));
      }
    }
    return running;
  }

  World& world_;
  Duration silence_max_;
  bool healed_ = false;
  Ages ages_;
};

}  // namespace

Pointer promptness(Watched watched) { return std::make_unique<Promptness>(watched); }

}  // namespace berth::sim::invariants
