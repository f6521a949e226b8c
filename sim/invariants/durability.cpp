// An answered write is there after any crash; an unanswered one is wholly there or wholly absent.

#include <algorithm>

#include <fmt/format.h>

#include "sim/invariants/invariant.hpp"

namespace berth::sim::invariants {

namespace {

/// Stopped tasks are forgotten an hour after their end.
constexpr Duration task_memory = std::chrono::minutes{55};

class Durability final : public Invariant {
 public:
  explicit Durability(Watched watched) : world_(watched.world), promises_(watched.promises) {}

  void server_started(const state::State& state) override { look_at(state); }
  void ended() override {
    if (world_.server()) look_at(world_.server()->state());
  }

 private:
  void look_at(const state::State& state) {
    look_at_clusters(state);
    look_at_task_definitions(state);
    look_at_tasks(state);
    look_at_services(state);
    look_at_balancing(state);
    look_at_instances(state);
    look_at_protections(state);
  }

  void look_at_clusters(const state::State& state) {
    for (const auto& name : promises_.clusters) {
      const bool there = std::ranges::any_of(state.clusters(), [&name](const auto& row) {
        return row.second.name == name && row.second.status == model::ClusterStatus::active;
      });
      if (!there) world_.report("durability", "cluster " + name + " is lost");
    }
  }

  void look_at_task_definitions(const state::State& state) {
    for (const auto& [arn, existence] : promises_.task_definitions) {
      const auto* row = state.find_task_definition(model::TaskDefinitionArn(arn));
      const bool active = row && row->status == model::TaskDefinitionStatus::active;
      if (!row) {
        world_.report("durability", arn + " is lost");
      } else if (!existence.possible(active ? Existence::present : Existence::absent)) {
        world_.report("durability", fmt::format("{} is {}", arn, active ? "ACTIVE" : "INACTIVE"));
      }
    }
  }

  void look_at_tasks(const state::State& state) {
    for (const auto& [arn, promised] : promises_.tasks) {
      const bool may_be_forgotten = world_.scheduler().now() - promised.answered_at > task_memory;
      if (state.tasks().contains(model::TaskArn(arn)) || may_be_forgotten) continue;
      world_.report("durability", arn + " is lost");
    }
  }

  void look_at_services(const state::State& state) {
    for (const auto& [arn, promised] : promises_.services) {
      const auto* row = state.services().find(model::ServiceArn(arn));
      const bool active = row && row->status == model::ServiceStatus::active;
      if (!promised.existence.possible(active ? Existence::present : Existence::absent)) {
        world_.report("durability", fmt::format("{} is {}", arn, active ? "there" : "gone"));
      }
      if (!active) continue;
      look_at_settings(*row, promised);
    }
  }

  void look_at_settings(const model::Service& row, const PromisedService& promised) {
    const auto& arn = row.arn.text();
    const auto percents = fmt::format("{}/{}", row.minimum_healthy_percent, row.maximum_percent);
    if (!promised.is_daemon && !promised.desired_count.possible(row.desired_count)) {
      world_.report("durability", fmt::format("desiredCount {} of {} was never the last one asked",
                                              row.desired_count, arn));
    }
    if (!promised.percents.possible(percents)) {
      world_.report("durability",
                    fmt::format("{} of {} were never the last percentages asked", percents, arn));
    }
    const auto& definition = row.task_definition_arn.text();
    const bool undone = promised.may_roll_back && promised.task_definition.ever(definition);
    if (undone || promised.task_definition.possible(definition)) return;
    world_.report("durability",
                  fmt::format("{} runs {}, which was never the last one asked", arn, definition));
  }

  void look_at_instances(const state::State& state) {
    for (const auto& [arn, status] : promises_.instances) {
      const auto* row = state.container_instances().find(model::ContainerInstanceArn(arn));
      // Each is ACTIVE before anybody says anything, and gone when its agent has forgotten it.
      const bool known = row && row->status != model::ContainerInstanceStatus::inactive;
      const bool draining = known && row->status == model::ContainerInstanceStatus::draining;
      const std::string now = draining ? "DRAINING" : "ACTIVE";
      if (!known || status.possible(now) || (!draining && !status.newest())) continue;
      world_.report("durability", fmt::format("{} is {}", arn, now));
    }
    for (const auto& [arn, stack] : promises_.stacks) {
      const auto* row = state.container_instances().find(model::ContainerInstanceArn(arn));
      if (!row || row->status == model::ContainerInstanceStatus::inactive) continue;
      const auto* attribute = find_attribute(*row, "stack");
      const std::string now = attribute ? attribute->value.value_or("") : "";
      if (stack.possible(now) || (now.empty() && !stack.newest())) continue;
      world_.report(
          "durability",
          fmt::format("{} has the stack '{}', which was never the last one put", arn, now));
    }
  }

  void look_at_protections(const state::State& state) {
    for (const auto& [arn, protection] : promises_.protections) {
      const auto* row = state.tasks().find(model::TaskArn(arn));
      if (!row || !model::is_alive(*row)) continue;
      const auto now = row->protected_until ? Existence::present : Existence::absent;
      const bool untouched = now == Existence::absent && !protection.newest();
      if (untouched || protection.possible(now)) continue;
      world_.report("durability", fmt::format("{} is {}protected", arn,
                                              now == Existence::present ? "" : "no longer "));
    }
  }

  void look_at_balancing(const state::State& state) {
    for (const auto& arn : promises_.balancing) {
      const bool there = state.load_balancers().contains(model::LoadBalancerArn(arn)) ||
                         state.target_groups().contains(model::TargetGroupArn(arn)) ||
                         state.listeners().contains(model::ListenerArn(arn));
      if (!there) world_.report("durability", arn + " is lost");
    }
  }

  World& world_;
  const Promises& promises_;
};

}  // namespace

Pointer durability(Watched watched) { return std::make_unique<Durability>(watched); }

}  // namespace berth::sim::invariants
