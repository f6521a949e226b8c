#include "sim/run.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sim/invariants/convergence.hpp"
#include "sim/invariants/invariant.hpp"
#include "sim/operator/clients.hpp"
#include "sim/world/chaos.hpp"
#include "sim/world/timeline.hpp"
#include "sim/world/world.hpp"

namespace berth::sim {

namespace {

using namespace std::chrono_literals;

/// The world is looked at this often.
constexpr Duration between_looks = 1s;
/// Requests and faults end after this at the latest.
constexpr Duration safety_phase_max = std::chrono::minutes{15};
/// A quiet system is watched for this long.
constexpr Duration calm_phase = std::chrono::minutes{5};
/// A dozen services whose every container crashes within a second make a third of it; more is work
/// that makes work.
constexpr std::uint64_t steps_max = 2'000'000;
/// Agents reconnect every half an hour, and stopped tasks are forgotten: a few commands are normal.
constexpr std::uint64_t calm_commits_max = 25;
/// A service without room says so anew when the last agent goes, and again when it is back.
constexpr std::uint64_t calm_commits_per_service = 2;

/// Each leaves its group at a time of its own.
std::uint64_t draining_targets(const state::State& state) {
  std::uint64_t count = 0;
  for (const auto& [arn, group] : state.target_groups()) {
    count +=
        static_cast<std::uint64_t>(std::ranges::count_if(group.targets, [](const auto& target) {
          return target.health.state == model::TargetState::draining;
        }));
  }
  return count;
}

/// How many commands a quiet system may make in the calm phase.
std::uint64_t calm_commits(const state::State& state) {
  return calm_commits_max + calm_commits_per_service * state.services().size() +
         draining_targets(state);
}

class Run {
 public:
  Run(const Options& options, const Programs& programs, Detail detail, Story::Sink sink)
      : world_(options, programs, detail, std::move(sink)),
        start_(world_.scheduler().now()),
        clients_(world_, promises_),
        chaos_(world_),
        timeline_(world_),
        invariants_(invariants::all(Watched{world_, promises_})) {
    if (world_.story().wants(Detail::brief)) world_.observe(timeline_);
    for (const auto& invariant : invariants_) world_.observe(*invariant);
  }

  /// Frames refer to clients and chaos, so they go first.
  ~Run() { world_.scheduler().kill_all(); }

  Verdict play() {
    be_unsafe();
    if (ok()) converge();
    if (ok()) be_calm();
    if (ok()) {
      for (const auto& invariant : invariants_) invariant->ended();
    }
    const auto& scheduler = world_.scheduler();
    return Verdict{world_.violation().value_or(""), scheduler.trace(), scheduler.steps(),
                   scheduler.now() - start_};
  }

 private:
  bool ok() const { return !world_.violation(); }

  void be_unsafe() {
    world_.begin();
    clients_.start();
    chaos_.start();
    while (ok() && !clients_.done() && world_.scheduler().now() - start_ < safety_phase_max) look();
  }

  void converge() {
    clients_.stop();
    chaos_.stop();
    world_.heal();
    for (const auto& invariant : invariants_) invariant->healed();
    const Instant deadline = world_.scheduler().now() + world_.options().patience;
    std::vector<std::string> missing;
    int good_looks = 0;
    while (ok() && good_looks < 5) {
      look();
      tell_pending(std::exchange(missing, pending(world_)), missing);
      good_looks = missing.empty() ? good_looks + 1 : 0;
      if (world_.scheduler().now() < deadline) continue;
      if (!missing.empty()) world_.report("convergence", join(missing, "; "));
    }
    world_.story().tell(Detail::brief, "world", "converged");
  }

  void tell_pending(const std::vector<std::string>& before, const std::vector<std::string>& now) {
    if (before != now) world_.story().tell(Detail::brief, "pending", join(now, "; "));
  }

  void be_calm() {
    if (!is_steady(world_)) return;
    const auto before = world_.server()->applied();
    const auto allowed = calm_commits(world_.server()->state());
    const Instant end = world_.scheduler().now() + calm_phase;
    while (ok() && world_.scheduler().now() < end) look();
    if (!ok()) return;
    const auto made = world_.server()->applied() - before;
    if (made > allowed) {
      world_.report("calm", fmt::format("{} commits in a quiet cluster in five minutes", made));
    }
    if (const auto missing = pending(world_); !missing.empty()) {
      world_.report("calm", "a quiet cluster left its rest: " + join(missing, "; "));
    }
  }

  void look() {
    world_.scheduler().run_for(between_looks);
    if (world_.scheduler().livelock()) world_.report("livelock", *world_.scheduler().livelock());
    if (world_.scheduler().steps() > steps_max) {
      world_.report("livelock", fmt::format("{} steps, and no end", world_.scheduler().steps()));
    }
    for (const auto& invariant : invariants_) invariant->look();
  }

  World world_;
  Instant start_;
  Promises promises_;
  Clients clients_;
  Chaos chaos_;
  Timeline timeline_;
  std::vector<invariants::Pointer> invariants_;
};

}  // namespace

Verdict run(const Options& options, const Programs& programs, Detail detail, Story::Sink sink) {
  return Run(options, programs, detail, std::move(sink)).play();
}

}  // namespace berth::sim
