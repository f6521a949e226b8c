#pragma once
// Ring 2 of the simulation (docs/simulation.md): the service scheduler in a loop around a toy
// cluster, whose tasks start, get healthy, crash and fall sick as a seed says. It looks for what no
// single round shows: plans that never end, flap or starve.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rules/services/testing/scene.hpp"

namespace berth::rules {

struct ToyOptions {
  std::uint64_t seed = 1;
  std::int32_t instances = 3;
  /// Tasks that fit on an instance.
  std::int32_t slots = 8;
  std::int32_t desired = 4, least = 100, most = 200;
  /// Of each task, per mille of those that start: ends before it runs; crashes soon; gets sick.
  std::uint32_t never_runs = 0, crashes = 0, gets_sick = 0;
  Duration start_max = std::chrono::seconds{5};
  Duration stop_max = std::chrono::seconds{5};
};

/// A service on a toy cluster, second by second.
class ToyCluster {
 public:
  explicit ToyCluster(const ToyOptions& options);

  /// Lets so much time pass. Answers what did not hold on the way; empty if all did.
  std::string run(Duration time);

  /// As many healthy tasks of the newest deployment as wanted, and nothing else.
  bool is_settled() const;

  void deploy();
  void scale(std::int32_t desired) { scene_.service.desired_count = desired; }
  /// An instance goes with its tasks; it comes back empty.
  void lose(std::size_t instance);
  void bring_back(std::size_t instance) { up_[instance] = true; }
  void drain(std::size_t instance);
  /// From now on no task comes to run.
  void make_all_fail() { options_.never_runs = 1000; }
  /// From now on tasks only work.
  void heal();

  std::uint64_t started() const { return started_; }
  Scene& scene() { return scene_; }

 private:
  struct Fate {
    Instant runs_at{}, healthy_at{}, stops_at{};
    Instant ends_at = Instant::max(), sick_at = Instant::max();
    std::size_t instance = 0;
    bool runs = true;
  };

  std::uint64_t draw(std::uint64_t below);
  Duration up_to(Duration most);
  std::string tick();
  void advance(model::Task& task);
  void end(model::Task& task, gen::ecs::TaskStopCode code);
  std::string check_plan(const ServicePlan& plan) const;
  void take(const ServicePlan& plan);
  model::Task& own(const model::Task& task);
  bool start_one(const StartDecision& decision);
  void stop(const StopDecision& decision);
  std::size_t free_slots(std::size_t instance) const;
  std::string name_of(std::size_t instance) const { return "i" + std::to_string(instance); }

  ToyOptions options_;
  Scene scene_;
  Instant now_ = scene_start;
  std::uint64_t random_;
  std::vector<bool> up_;
  std::map<std::string, Fate> fates_;
  std::uint64_t started_ = 0;
  int deployments_ = 1;
};

}  // namespace berth::rules
