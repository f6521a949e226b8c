#include "control/balancer_loop.hpp"

#include <gtest/gtest.h>

#include "control/testing/fakes.hpp"
#include "control/testing/load_balancers.hpp"

namespace berth::control {
namespace {

using namespace std::chrono_literals;
using namespace testing;

class BalancerLoopTest : public ::testing::Test {
 protected:
  const std::vector<ports::BalancerPlan>& plans() const { return world_.balancer.plans; }
  void put(const std::string& address, model::TargetHealth health) {
    auto target = web_target(address, world_.clock.now());
    target.health = health;
    world_.commit({put_target(target)});
    world_.run_for(10ms);
  }

  ControlWorld world_;
  BalancerLoop loop_{world_.ledger, world_.balancer, "127.0.0.1"};
};

constexpr model::TargetHealth healthy{model::TargetState::healthy, model::TargetReason::none, 0};

TEST_F(BalancerLoopTest, SendsTheFirstPlanEvenWhenItIsEmpty) {
  world_.start(loop_);
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0], (ports::BalancerPlan{.shared_address = "127.0.0.1"}));
}

TEST_F(BalancerLoopTest, ListensOnEveryAddressOfALoadBalancerAndUnderItsName) {
  world_.start(loop_);
  world_.commit(create_web());
  world_.run_for(10ms);
  const auto& plan = plans().back();
  ASSERT_EQ(plan.listeners.size(), 1U);
  const auto& listener = plan.listeners[0];
  EXPECT_EQ(listener.name, "web-0000000000000001-0000000000000002");
  EXPECT_EQ(listener.addresses,
            (std::vector<std::string>{"172.31.0.10", "172.31.16.10", "127.32.1.4"}));
  EXPECT_EQ(listener.host_names,
            (std::vector<std::string>{"web-1234567890.us-east-1.elb.localhost"}));
  EXPECT_EQ(listener.port, 80);
  EXPECT_EQ(listener.idle_timeout, 60s);
  EXPECT_EQ(listener.pool, "web-0000000000000003");
  ASSERT_EQ(plan.pools.size(), 1U);
  EXPECT_TRUE(plan.pools[0].servers.empty());
}

TEST_F(BalancerLoopTest, KeepsAnInternalLoadBalancerInsideItsNetwork) {
  world_.start(loop_);
  world_.commit(create_web());
  auto internal = web_load_balancer();
  internal.scheme = model::Scheme::internal;
  internal.loopback_address.clear();
  world_.commit({state::UpdateLoadBalancer{internal}});
  world_.run_for(10ms);
  const auto& listener = plans().back().listeners.at(0);
  EXPECT_EQ(listener.addresses, (std::vector<std::string>{"172.31.0.10", "172.31.16.10"}));
  EXPECT_TRUE(listener.host_names.empty());
}

TEST_F(BalancerLoopTest, ServersTakeRequestsAsTheirHealthSays) {
  world_.start(loop_);
  world_.commit(create_web());
  put("172.31.0.20", healthy);
  put("172.31.0.21", {model::TargetState::unhealthy, model::TargetReason::timeout, 0});
  const auto servers = plans().back().pools.at(0).servers;
  ASSERT_EQ(servers.size(), 2U);
  EXPECT_EQ(servers[0].name, "172.31.0.20_80");
  EXPECT_EQ(servers[0].state, ports::ServerState::ready);
  EXPECT_EQ(servers[1].state, ports::ServerState::drain);
}

TEST_F(BalancerLoopTest, AppliesOnlyPlansThatDifferAndOnlyWhenTheirCauseIsDurable) {
  world_.start(loop_);
  world_.commit(create_web());
  put("172.31.0.20", healthy);
  const auto count = plans().size();
  put("172.31.0.20", healthy);
  EXPECT_EQ(plans().size(), count);

  world_.journal.latency = 50ms;
  auto target = web_target("172.31.0.21", world_.clock.now());
  world_.commit({put_target(target)});
  world_.run_for(49ms);
  EXPECT_EQ(plans().size(), count) << "nothing leaves before the journal holds its cause";
  world_.run_for(1ms);
  EXPECT_EQ(plans().size(), count + 1);
}

TEST_F(BalancerLoopTest, DropsWhatWasDeleted) {
  world_.start(loop_);
  world_.commit(create_web());
  world_.run_for(10ms);
  world_.commit({state::DeleteListener{listener_arn}});
  world_.run_for(10ms);
  EXPECT_TRUE(plans().back().listeners.empty());
  EXPECT_TRUE(plans().back().pools.empty()) << "only groups in use are pools";
}

}  // namespace
}  // namespace berth::control
