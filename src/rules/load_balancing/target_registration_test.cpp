#include "rules/load_balancing/target_registration.hpp"

#include <gtest/gtest.h>

namespace berth::rules::load_balancing {
namespace {

using namespace std::chrono_literals;

const Instant now{1'700'000'000s};

model::Target target() { return registered_target({"172.31.0.20", 80}, "172.31.0.20", "z-a", now); }

TEST(TargetRegistration, BeginsUncheckedAndStaysUntilTheDelayIsOver) {
  EXPECT_EQ(target().health.state, model::TargetState::initial);
  EXPECT_EQ(target().health.reason, model::TargetReason::registration_in_progress);
  model::TargetGroup group;
  const auto draining = draining_target(group, target(), now);
  EXPECT_EQ(draining.health.state, model::TargetState::draining);
  EXPECT_EQ(draining.drained_at, now + 300s);
  group.attributes["deregistration_delay.timeout_seconds"] = "5";
  EXPECT_EQ(draining_target(group, target(), now).drained_at, now + 5s);
  // Asking twice does not prolong it.
  EXPECT_EQ(draining_target(group, draining, now + 100s).drained_at, now + 300s);
}

TEST(TargetRegistration, CountsATargetOfAllZonesAsInEveryZone) {
  auto some = target();
  EXPECT_TRUE(in_enabled_zone(some, {"z-a", "z-b"}));
  EXPECT_FALSE(in_enabled_zone(some, {"z-b"}));
  some.availability_zone = "all";
  EXPECT_TRUE(in_enabled_zone(some, {"z-b"}));
  some.availability_zone.clear();
  EXPECT_TRUE(in_enabled_zone(some, {"z-b"}));
}

}  // namespace
}  // namespace berth::rules::load_balancing
