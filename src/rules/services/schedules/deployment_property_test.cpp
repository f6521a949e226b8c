// Ring 1 of the simulation (docs/simulation.md): the arithmetic of a rolling update for every size,
// percentage and number of failures. One round each; what many rounds come to is looked at in
// rules/services/toy_cluster_test.
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rules/deployments/percent.hpp"
#include "rules/services/testing/scene.hpp"

namespace berth::rules {
namespace {

using model::TaskStatus;

/// A service in the middle of an update.
struct Update {
  std::int32_t desired, least, most;
  std::int32_t old_healthy = 0, old_sick = 0, fresh_healthy = 0, fresh_pending = 0, fresh_sick = 0;
};

void add_tasks(Scene& scene, std::int32_t count, const std::string& deployment,
               const std::string& prefix, TaskStatus status, model::HealthStatus health) {
  for (std::int32_t i = 0; i < count; ++i) {
    auto& task = scene.add(prefix + std::to_string(i), deployment, status);
    task.containers[0].health_checked = true;
    task.health_status = health;
  }
}

ServicePlan plan_of(const Update& update, Scene& scene) {
  using Health = model::HealthStatus;
  add_tasks(scene, update.old_healthy, "ecs-svc/1", "o", TaskStatus::running, Health::healthy);
  add_tasks(scene, update.old_sick, "ecs-svc/1", "s", TaskStatus::running, Health::unhealthy);
  scene.deploy("ecs-svc/2");
  add_tasks(scene, update.fresh_healthy, "ecs-svc/2", "n", TaskStatus::running, Health::healthy);
  add_tasks(scene, update.fresh_pending, "ecs-svc/2", "p", TaskStatus::pending, Health::unknown);
  add_tasks(scene, update.fresh_sick, "ecs-svc/2", "x", TaskStatus::running, Health::unhealthy);
  return scene.plan();
}

bool is_healthy(const model::Task& task) {
  return task.last_status == TaskStatus::running &&
         task.health_status == model::HealthStatus::healthy;
}

std::string text(const Update& update) {
  return fmt::format("desired {} at {}/{}: old {}+{} sick, new {}+{} pending+{} sick",
                     update.desired, update.least, update.most, update.old_healthy, update.old_sick,
                     update.fresh_healthy, update.fresh_pending, update.fresh_sick);
}

/// What must hold of any single round. Answers what does not.
std::string check_round(const Update& update) {
  Scene scene(update.desired, update.least, update.most);
  const auto plan = plan_of(update, scene);
  const auto there = static_cast<std::int32_t>(scene.tasks.size());
  const auto healthy = update.old_healthy + update.fresh_healthy;
  const auto stopped_healthy = static_cast<std::int32_t>(std::ranges::count_if(
      plan.stop, [](const StopDecision& stop) { return is_healthy(*stop.task); }));
  const auto floor = healthy_count_min(update.desired, update.least);
  const auto ceiling = running_count_max(update.desired, update.most);
  if (starts(plan) < 0) return "starts fewer than none";
  if (starts(plan) > 0 && there + starts(plan) > ceiling) return "starts above the ceiling";
  if (stopped_healthy > 0 && healthy - stopped_healthy < floor) {
    return "stops healthy tasks below the floor";
  }
  const auto fresh = update.fresh_healthy + update.fresh_pending;
  if (fresh + starts(plan) > std::max(update.desired, fresh)) {
    return "starts more of the new deployment than wanted";
  }
  const bool over = fresh == update.desired && there == fresh && update.fresh_pending == 0;
  const bool waits = update.fresh_pending > 0;
  const bool stuck = floor >= healthy && ceiling <= there;
  if (starts(plan) == 0 && plan.stop.empty() && !over && !waits && !stuck) return "does nothing";
  if (over && (starts(plan) > 0 || !plan.stop.empty())) return "does something at its end";
  return {};
}

TEST(deployment_property, holds_for_every_size_at_the_usual_percentages) {
  for (std::int32_t desired = 0; desired <= 100; ++desired) {
    for (const auto least : {0, 50, 100}) {
      for (const auto most : {100, 150, 200}) {
        for (const auto fresh : {0, 1, desired / 2, desired}) {
          Update update{desired, least, most, desired, 0, std::min(fresh, desired), 0, 0};
          EXPECT_EQ(check_round(update), "") << text(update);
        }
      }
    }
  }
}

TEST(deployment_property, holds_for_small_sizes_at_every_percentage) {
  for (std::int32_t desired = 0; desired <= 7; ++desired) {
    for (std::int32_t least = 0; least <= 100; least += 5) {
      for (std::int32_t most = 100; most <= 200; most += 5) {
        for (std::int32_t fresh = 0; fresh <= desired; ++fresh) {
          Update update{desired, least, most, desired, 0, fresh, 0, 0};
          EXPECT_EQ(check_round(update), "") << text(update);
        }
      }
    }
  }
}

TEST(deployment_property, holds_while_old_and_new_tasks_fail) {
  for (const auto desired : {1, 2, 3, 5, 10, 40}) {
    for (const auto least : {0, 50, 100}) {
      for (const auto most : {100, 150, 200}) {
        for (std::int32_t sick = 0; sick <= desired; sick += std::max(1, desired / 3)) {
          for (std::int32_t pending = 0; pending <= desired; pending += std::max(1, desired / 2)) {
            for (std::int32_t bad = 0; bad <= desired - pending; bad += std::max(1, desired / 2)) {
              Update update{desired, least, most, desired - sick, sick, 0, pending, bad};
              EXPECT_EQ(check_round(update), "") << text(update);
            }
          }
        }
      }
    }
  }
}

/// The circuit breaker trips at its count and not before, whatever the size.
TEST(deployment_property, breaks_the_circuit_at_its_count) {
  for (std::int32_t desired = 0; desired <= 100; ++desired) {
    for (const auto type :
         {gen::ecs::ThresholdType::bounded_percent, gen::ecs::ThresholdType::unbounded_percent,
          gen::ecs::ThresholdType::count}) {
      for (const auto value : {1, 50, 100}) {
        Scene scene(desired);
        scene.service.circuit_breaker = {true, false, true, type, value};
        const auto most = failure_count_max(scene.service.circuit_breaker, desired);
        for (const auto counted : {most - 1, most}) {
          scene.service.deployments[0].failure_count = counted;
          const bool failed =
              scene.plan().service.deployments[0].rollout_state == model::RolloutState::failed;
          EXPECT_EQ(failed, counted == most) << desired << " " << value << " " << counted;
        }
      }
    }
  }
}

}  // namespace
}  // namespace berth::rules
