// Once everything works again, no container runs for long whose task is STOPPED or unknown.

#include <map>

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"
#include "sim/invariants/labels.hpp"

namespace berth::sim::invariants {

namespace {

/// Time to reconnect, compare and stop: agents look at containers every five minutes.
constexpr Duration orphan_age_max = std::chrono::minutes{12};

class Orphans final : public Invariant {
 public:
  explicit Orphans(Watched watched) : world_(watched.world) {}

  void healed() override { healed_ = true; }

  void look() override {
    if (!healed_ || !world_.server()) return;
    const auto& tasks = world_.server()->state().tasks();
    std::map<std::string, Instant> orphans;
    for (const auto& host : world_.hosts()) {
      for (const auto& [id, container] : host->daemon().containers()) {
        const std::string arn = task_of(container);
        if (arn.empty() || container.state != RunState::running) continue;
        const auto* task = tasks.find(model::TaskArn(arn));
        if (task && model::is_alive(*task)) continue;
        note(orphans, id,
             fmt::format("container {} on {} runs for {} task {}", container.name, host->name(),
                         task ? "STOPPED" : "unknown", arn));
      }
    }
    since_ = std::move(orphans);
  }

 private:
  void note(std::map<std::string, Instant>& orphans, const std::string& id, std::string what) {
    const auto known = since_.find(id);
    const Instant now = world_.scheduler().now();
    const Instant since = known == since_.end() ? now : known->second;
    orphans[id] = since;
    if (now - since > orphan_age_max) world_.report("orphans", std::move(what));
  }

  World& world_;
  bool healed_ = false;
  std::map<std::string, Instant> since_;
};

}  // namespace

Pointer orphans(Watched watched) { return std::make_unique<Orphans>(watched); }

}  // namespace berth::sim::invariants
