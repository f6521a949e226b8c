// Once everything works again, a host keeps nothing that its agent has forgotten, and nothing of a
// stopped task for longer than the clean-up time.

#include <algorithm>

#include <fmt/format.h>

#include "sim/invariants/ages.hpp"
#include "sim/invariants/invariant.hpp"
#include "sim/invariants/labels.hpp"
#include "sim/world/constants.hpp"

namespace berth::sim::invariants {

namespace {

/// A removal takes a few calls, some of which may be repeated.
constexpr Duration forgotten_max = std::chrono::minutes{1};
/// Of one that was made after all when its agent had given it up: the next listing tells of it.
constexpr Duration late_max = inspection_interval + std::chrono::minutes{2};
/// Time to learn of the end (agents look every five minutes), to tell it and to remove.
constexpr Duration cleanup_margin = std::chrono::minutes{8};
constexpr Duration between_looks = std::chrono::seconds{10};

class Leftovers final : public Invariant {
 public:
  explicit Leftovers(Watched watched) : world_(watched.world) {}

  void healed() override { healed_ = true; }

  void look() override {
    const Instant now = world_.scheduler().now();
    if (!healed_ || now < next_look_) return;
    next_look_ = now + between_looks;
    for (const auto& host : world_.hosts()) {
      look_for_forgotten(*host);
      look_for_stopped(*host);
    }
    ages_.end_look();
  }

 private:
  void see(const std::string& what, Duration longest, const char* why) {
    if (ages_.see(what + why, world_.scheduler().now()) <= longest) return;
    world_.report("leftovers", fmt::format("{} {}", what, why));
  }

  void look_for_forgotten(SimHost& host) {
    constexpr const char* why = "is not known to the agent";
    const auto& rows = host.disk().rows();
    const auto see_unless = [&](bool known, const char* kind, const std::string& name) {
      if (!known && !host.daemon().came_late(name))
        see(fmt::format("{} {} of {}", kind, name, host.name()), forgotten_max, why);
    };
    const Daemon& daemon = host.daemon();
    for (const auto& [id, container] : daemon.containers()) {
      if (rows.contains("task/" + task_of(container))) continue;
      see(fmt::format("container {} of {}", container.name, host.name()),
          daemon.came_late(container.name) ? late_max : forgotten_max, why);
    }
    for (const auto& task_id : daemon.cgroups()) {
      const auto of_task = [&](const auto& row) {
        return row.first.starts_with("task/") && row.first.ends_with("/" + task_id);
      };
      see_unless(std::ranges::any_of(rows, of_task), "cgroup", task_id);
    }
    for (const auto& volume : daemon.volumes()) {
      const auto names_it = [&](const auto& row) {
        return row.second.find(volume) != std::string::npos;
      };
      see_unless(std::ranges::any_of(rows, names_it), "volume", volume);
    }
    for (const auto& network : daemon.networks()) {
      see_unless(rows.contains("network/" + network), "network", network);
    }
  }

  void look_for_stopped(SimHost& host) {
    const auto* server = world_.server();
    if (!server) return;
    const Duration longest = world_.options().cleanup_wait + cleanup_margin;
    for (const auto& [id, container] : host.daemon().containers()) {
      const auto* task = server->state().tasks().find(model::TaskArn(task_of(container)));
      if (task && model::is_alive(*task)) continue;
      see(fmt::format("container {} of {}", container.name, host.name()), longest,
          "outlived its task");
    }
  }

  World& world_;
  bool healed_ = false;
  Instant next_look_{};
  Ages ages_;
};

}  // namespace

Pointer leftovers(Watched watched) { return std::make_unique<Leftovers>(watched); }

}  // namespace berth::sim::invariants
