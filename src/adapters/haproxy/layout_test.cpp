#include "adapters/haproxy/layout.hpp"

#include <gtest/gtest.h>

namespace berth::adapters::haproxy {
namespace {

using ports::BalancerPlan;
using ports::BalancerServer;
using ports::ServerState;
using std::chrono::seconds;

bool always(const Bind&) { return true; }

BalancerPlan plan_of(std::vector<BalancerServer> servers) {
  BalancerPlan plan;
  plan.shared_address = "127.0.0.1";
  plan.listeners = {
      {"web", {"172.31.0.10", "172.31.16.10"}, {"Web.elb.local"}, 80, "group", seconds(30)}};
  plan.pools = {{"group", std::move(servers)}};
  return plan;
}

BalancerServer server(std::string address, ServerState state = ServerState::ready) {
  return {"n" + address, std::move(address), 8080, state, 1};
}

Slots placed(std::vector<BalancerServer> servers, const Slots& current = {}) {
  Layout has;
  has.backends["pool:group"] = current;
  return plan_layout(plan_of(std::move(servers)), has, always).backends.at("pool:group");
}

TEST(HaproxyLayout, AListenerHasItsOwnAddressesAndAShareOfTheSharedOne) {
  const auto layout = plan_layout(plan_of({}), {}, always);
  ASSERT_EQ(layout.frontends.size(), 2U);
  const Frontend own{
      "listener:web", {{"172.31.0.10", 80}, {"172.31.16.10", 80}}, 80, "pool:group", seconds(30)};
  const Frontend shared{"shared:80", {{"127.0.0.1", 80}}, 80, "", seconds(30)};
  EXPECT_EQ(layout.frontends[0], own);
  EXPECT_EQ(layout.frontends[1], shared);
  const HostRoutes routes{{"web.elb.local", "pool:group/30000"}, {"*", "pool:group/30000"}};
  EXPECT_EQ(layout.hosts.at(80), routes);
}

TEST(HaproxyLayout, TwoListenersOfAPortHaveNoDefaultRoute) {
  auto plan = plan_of({});
  plan.listeners.push_back({"api", {}, {"api.elb.local"}, 80, "other", {}});
  const auto layout = plan_layout(plan, {}, always);
  const HostRoutes routes{{"web.elb.local", "pool:group/30000"},
                          {"api.elb.local", "pool:other/60000"}};
  EXPECT_EQ(layout.hosts.at(80), routes);
  EXPECT_TRUE(layout.backends.contains("pool:other")) << "a pool that nobody described is empty";
  EXPECT_EQ(layout.frontends.back().idle_timeout, seconds(60)) << "the longest of those who share";
}

TEST(HaproxyLayout, ABindThatCannotWorkIsLeftOutAlone) {
  const auto layout =
      plan_layout(plan_of({}), {}, [](const Bind& bind) { return bind.address != "127.0.0.1"; });
  ASSERT_EQ(layout.frontends.size(), 1U);
  EXPECT_EQ(layout.frontends[0].binds.size(), 2U);
}

TEST(HaproxyLayout, ABindThatStandsTwiceBelongsToTheFirst) {
  auto plan = plan_of({});
  plan.listeners.push_back({"also", {"172.31.0.10"}, {}, 80, "group", {}});
  EXPECT_EQ(binds_of(plan).size(), 3U);
  EXPECT_EQ(plan_layout(plan, {}, always).frontends.size(), 2U);
}

TEST(HaproxyLayout, WhatIsNoAddressOrNoHostNameNeverReachesTheConfiguration) {
  auto plan = plan_of({server("10.0.0.1\n  bind *:1"), server("10.0.0.2")});
  plan.listeners[0].addresses = {"0.0.0.0:1 name x", "172.31.0.10"};
  plan.listeners[0].host_names = {"a b", "x\ny", "fine.local"};
  const auto layout = plan_layout(plan, {}, always);
  EXPECT_EQ(layout.frontends[0].binds.size(), 1U);
  EXPECT_EQ(layout.hosts.at(80).size(), 2U);
  EXPECT_EQ(layout.backends.at("pool:group")[0].address, "10.0.0.2");
  EXPECT_EQ(layout.backends.at("pool:group")[1].state, SlotState::spare);
}

TEST(HaproxyLayout, ServersKeepTheirSlots) {
  const Slots current{{SlotState::spare, "10.0.0.9", 8080, 1},
                      {SlotState::ready, "10.0.0.1", 8080, 1},
                      {SlotState::ready, "10.0.0.2", 8080, 1}};
  const auto slots = placed({server("10.0.0.3"), server("10.0.0.2"), server("10.0.0.1")}, current);
  ASSERT_EQ(slots.size(), slots_min);
  EXPECT_EQ(slots[0].address, "10.0.0.3");
  EXPECT_EQ(slots[1].address, "10.0.0.1");
  EXPECT_EQ(slots[2].address, "10.0.0.2");
}

TEST(HaproxyLayout, ASlotInUseIsEmptiedOnlyWhenNoneIsSpare) {
  Slots current(slots_min, {SlotState::ready, "10.9.9.9", 8080, 1});
  for (std::size_t i = 0; i < current.size(); ++i)
    current[i].port = static_cast<std::uint16_t>(i + 1);
  EXPECT_EQ(placed({server("10.0.0.1")}, current)[0].address, "10.0.0.1");
  current[5].state = SlotState::spare;
  EXPECT_EQ(placed({server("10.0.0.1")}, current)[5].address, "10.0.0.1");
}

TEST(HaproxyLayout, SlotsDoubleWhenTheyRunOutAndNeverShrink) {
  std::vector<BalancerServer> servers;
  for (int i = 0; i < 9; ++i) servers.push_back(server("10.0.0." + std::to_string(i + 1)));
  const auto more = placed(servers);
  EXPECT_EQ(more.size(), 16U);
  EXPECT_EQ(placed({}, more).size(), 16U);
}

TEST(HaproxyLayout, TheSameAddressReadyAndDrainingIsReady) {
  const auto slots = placed({server("10.0.0.1"), server("10.0.0.1", ServerState::drain)});
  EXPECT_EQ(slots[0].state, SlotState::ready);
  EXPECT_EQ(slots[1].state, SlotState::spare);
}

TEST(HaproxyLayout, IdentifiersOfDifferentNamesDiffer) {
  EXPECT_EQ(identifier("pool", "web-1.a_b"), "pool:web-1.a_b");
  EXPECT_EQ(identifier("pool", "a/b c"), "pool:a:2fb:20c");
  EXPECT_NE(identifier("pool", "a:2f"), identifier("pool", "a/"));
}

}  // namespace
}  // namespace berth::adapters::haproxy
