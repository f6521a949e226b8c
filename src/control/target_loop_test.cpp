#include "control/target_loop.hpp"

#include <gtest/gtest.h>

#include "control/testing/fakes.hpp"
#include "control/testing/load_balancers.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using model::TargetState;

const std::string address = "172.31.0.20";
const std::string place = address + ":80";

class TargetLoopTest : public ::testing::Test {
 protected:
  void start() { world_.start(loop_); }
  void create() {
    start();
    world_.commit(create_web());
  }
  void add(const std::string& target) { world_.commit({put_target(web_target(target, now()))}); }
  Instant now() const { return world_.clock.now(); }
  const model::Target* find(const std::string& target = address) const {
    return find_target(world_.state().target_groups().at(group_arn), {target, 80});
  }
  TargetState state_of(const std::string& target = address) const {
    return find(target)->health.state;
  }
  void drain() {
    const auto& group = world_.state().target_groups().at(group_arn);
    world_.commit({put_target(rules::load_balancing::draining_target(group, *find(), now()))});
  }

  ControlWorld world_;
  TargetLoop loop_{world_.ledger, world_.prober, world_.entropy, {}, {.probes_max = 4}};
};

TEST_F(TargetLoopTest, ProbesANewTargetAtOnceAndTheFirstPassMakesItHealthy) {
  create();
  world_.prober.answer(place, 200);
  add(address);
  world_.run_for(100ms);
  EXPECT_EQ(state_of(), TargetState::healthy);
  EXPECT_EQ(world_.prober.count(place), 1U);
  EXPECT_EQ(world_.prober.paths[place], "/health");
}

TEST_F(TargetLoopTest, FindsASlowStarterEarlyWithoutCountingItsFailuresEarly) {
  create();
  add(address);
  world_.run_for(5s);
  EXPECT_EQ(state_of(), TargetState::initial);
  EXPECT_EQ(find()->health.reason, model::TargetReason::initial_health_checking);
  EXPECT_GE(world_.prober.count(place), 4U);
  world_.prober.answer(place, 200);
  world_.run_for(1100ms);
  EXPECT_EQ(state_of(), TargetState::healthy);
}

TEST_F(TargetLoopTest, MakesANewTargetUnhealthyNotBeforeItsThresholdOfIntervals) {
  create();
  add(address);
  world_.run_for(9900ms);
  EXPECT_EQ(state_of(), TargetState::initial);
  world_.run_for(3s);  // One interval and at most a quarter more.
  EXPECT_EQ(state_of(), TargetState::unhealthy);
  EXPECT_EQ(find()->health.reason, model::TargetReason::failed_health_checks);
}

TEST_F(TargetLoopTest, ProbesAHealthyTargetAtItsIntervalAndCommitsOnlyChanges) {
  create();
  world_.prober.answer(place, 200);
  add(address);
  world_.run_for(15s);
  const auto probes = world_.prober.count(place);
  const auto applied = world_.ledger.applied();
  world_.run_for(100s);
  EXPECT_EQ(world_.prober.count(place), probes + 10);
  EXPECT_EQ(world_.ledger.applied(), applied);

  world_.prober.answer(place, 503);
  world_.run_for(21s);
  EXPECT_EQ(state_of(), TargetState::unhealthy);
  EXPECT_EQ(find()->health.status_code, 503);
  world_.prober.answer(place, 200);
  world_.run_for(19s);
  EXPECT_EQ(state_of(), TargetState::unhealthy);
  world_.run_for(12s);
  EXPECT_EQ(state_of(), TargetState::healthy);
}

TEST_F(TargetLoopTest, LeavesTargetsOfAnUnusedGroupAlone) {
  start();
  world_.prober.answer(place, 200);
  world_.commit({state::CreateTargetGroup{web_group()}});
  add(address);
  world_.run_for(30s);
  EXPECT_EQ(world_.prober.probes.size(), 0U);

  world_.commit(
      {state::CreateLoadBalancer{web_load_balancer()}, state::CreateListener{web_listener()}});
  world_.run_for(1s);
  EXPECT_EQ(state_of(), TargetState::healthy);

  // Out of use again it begins anew.
  world_.commit({state::DeleteListener{listener_arn}});
  world_.run_for(60s);
  EXPECT_EQ(find()->health, rules::load_balancing::unchecked_health);
  EXPECT_EQ(world_.prober.count(place), 1U);
}

TEST_F(TargetLoopTest, LeavesTargetsInOtherZonesAlone) {
  create();
  world_.commit({put_target(web_target(address, now(), "us-east-1c"))});
  world_.run_for(30s);
  EXPECT_EQ(world_.prober.probes.size(), 0U);
}

TEST_F(TargetLoopTest, RemovesADrainedTargetWhenItsDelayIsOver) {
  create();
  world_.prober.answer(place, 200);
  add(address);
  world_.run_for(1s);
  const auto probes = world_.prober.count(place);
  drain();
  world_.run_for(19s);
  ASSERT_NE(find(), nullptr);
  EXPECT_EQ(state_of(), TargetState::draining);
  world_.run_for(1s);
  EXPECT_EQ(find(), nullptr);
  EXPECT_EQ(world_.prober.count(place), probes) << "draining targets are not probed";
}

TEST_F(TargetLoopTest, KeepsATargetThatIsRegisteredAgainWhileItDrains) {
  create();
  world_.prober.answer(place, 200);
  add(address);
  world_.run_for(1s);
  drain();
  world_.run_for(5s);
  add(address);
  world_.run_for(60s);
  ASSERT_NE(find(), nullptr);
  EXPECT_EQ(state_of(), TargetState::healthy);
}

TEST_F(TargetLoopTest, RemovesADrainingTargetAtOnceWithoutALoadBalancer) {
  start();
  world_.commit({state::CreateTargetGroup{web_group()}});
  add(address);
  drain();
  world_.run_for(1s);
  EXPECT_EQ(find(), nullptr);
}

TEST_F(TargetLoopTest, IgnoresTheResultOfAProbeThatWasMadeForAnEarlierRegistration) {
  create();
  world_.prober.latency = 500ms;
  world_.prober.answer(place, 200);
  add(address);
  world_.run_for(100ms);
  world_.commit({state::RemoveTargets{group_arn, {{address, 80}}}});
  world_.run_for(100ms);
  world_.prober.answers.clear();
  add(address);
  world_.run_for(2s);
  EXPECT_EQ(state_of(), TargetState::initial);
}

TEST_F(TargetLoopTest, ChecksManyTargetsWithFewProbesAtATime) {
  create();
  world_.prober.latency = 300ms;
  std::vector<std::string> addresses;
  for (int i = 20; i < 60; ++i) addresses.push_back("172.31.0." + std::to_string(i));
  for (const auto& target : addresses) {
    world_.prober.answer(target + ":80", 200);
    add(target);
  }
  world_.run_for(30s);
  for (const auto& target : addresses) EXPECT_EQ(state_of(target), TargetState::healthy);
  EXPECT_LE(world_.prober.in_flight_max, 4);
}

TEST_F(TargetLoopTest, FollowsAShorterIntervalAtOnce) {
  create();
  world_.prober.answer(place, 200);
  auto group = web_group();
  group.health_check.interval = 300;
  world_.commit({state::UpdateTargetGroup{group}});
  add(address);
  world_.run_for(1s);
  group.health_check.interval = 5;
  world_.commit({state::UpdateTargetGroup{group}});
  world_.run_for(61s);
  EXPECT_GE(world_.prober.count(place), 12U);
}

TEST_F(TargetLoopTest, SpreadsTheFirstChecksOfKnownTargetsAfterARestart) {
  world_.commit(create_web());
  for (int i = 20; i < 40; ++i) {
    auto target = web_target("172.31.0." + std::to_string(i), now());
    target.health = {TargetState::healthy, model::TargetReason::none, 0};
    world_.prober.answer(target.key.id + ":80", 200);
    world_.commit({put_target(target)});
  }
  start();
  world_.run_for(1s);
  EXPECT_LT(world_.prober.probes.size(), 10U);
  world_.run_for(9s);
  EXPECT_EQ(world_.prober.probes.size(), 20U);
}

TEST_F(TargetLoopTest, ForgetsEverythingWithAReset) {
  create();
  world_.prober.answer(place, 200);
  add(address);
  world_.run_for(1s);
  world_.commit({state::ResetEverything{}});
  world_.run_for(60s);
  EXPECT_EQ(world_.prober.count(place), 1U);
}

TEST(TargetLoop, IsNotTouchedByAProbeThatEndsLater) {
  ControlWorld world;
  {
    TargetLoop loop{world.ledger, world.prober, world.entropy, {}};
    world.commit(create_web());
    world.commit({put_target(web_target(address, world.clock.now()))});
    loop.start();
    loop.step(world.clock.now());
    EXPECT_EQ(world.prober.in_flight, 1);
  }
  world.run_for(10s);
  EXPECT_EQ(world.prober.in_flight, 0);
}

}  // namespace
}  // namespace berth::control
