#include "adapters/haproxy/diff.hpp"

#include <gtest/gtest.h>

namespace berth::adapters::haproxy {
namespace {

using std::chrono::seconds;

const Slot spare{SlotState::spare, "0.0.0.0", 1, 1};
const Slot ready_a{SlotState::ready, "10.0.0.1", 80, 1};
const Slot drain_a{SlotState::drain, "10.0.0.1", 80, 1};
const Slot spare_a{SlotState::spare, "10.0.0.1", 80, 1};
const Slot heavy_a{SlotState::ready, "10.0.0.1", 80, 5};
const Slot ready_b{SlotState::ready, "10.0.0.2", 81, 1};

Layout layout_of(Slots slots, HostRoutes routes = {}) {
  Layout layout;
  layout.frontends = {{"listener:web", {{"127.0.0.1", 80}}, 80, "p", seconds(60)}};
  layout.backends["p"] = std::move(slots);
  if (!routes.empty()) layout.hosts[80] = std::move(routes);
  return layout;
}

void check(const Layout& current, const Layout& wanted, const std::vector<std::string>& commands) {
  const auto difference = diff(current, wanted);
  EXPECT_EQ(difference.reload, Reload::not_needed);
  EXPECT_EQ(difference.commands, commands);
}

TEST(HaproxyDiff, SlotsChangeByCommands) {
  check(layout_of({spare}), layout_of({spare}), {});
  check(layout_of({ready_a}), layout_of({ready_a}), {});
  check(layout_of({spare}), layout_of({spare_a}), {});
  check(layout_of({spare}), layout_of({ready_a}),
        {"set server p/s1 addr 10.0.0.1 port 80", "set server p/s1 state ready"});
  check(layout_of({spare_a}), layout_of({ready_a}), {"set server p/s1 state ready"});
  check(layout_of({ready_a}), layout_of({drain_a}), {"set server p/s1 state drain"});
  check(layout_of({drain_a}), layout_of({ready_a}), {"set server p/s1 state ready"});
  check(layout_of({ready_a}), layout_of({heavy_a}), {"set server p/s1 weight 5"});
  check(layout_of({drain_a}), layout_of({spare_a}),
        {"set server p/s1 state maint", "shutdown sessions server p/s1"});
  check(layout_of({spare}), layout_of({heavy_a}),
        {"set server p/s1 addr 10.0.0.1 port 80", "set server p/s1 weight 5",
         "set server p/s1 state ready"});
}

TEST(HaproxyDiff, ASlotThatMovesIsEmptiedFirst) {
  check(layout_of({ready_a}), layout_of({ready_b}),
        {"set server p/s1 state maint", "shutdown sessions server p/s1",
         "set server p/s1 addr 10.0.0.2 port 81", "set server p/s1 state ready"});
}

TEST(HaproxyDiff, ServersThatComeAreReadyBeforeOthersGo) {
  check(layout_of({ready_a, spare}), layout_of({drain_a, ready_b}),
        {"set server p/s2 addr 10.0.0.2 port 81", "set server p/s2 state ready",
         "set server p/s1 state drain"});
}

TEST(HaproxyDiff, HostNamesChangeByCommands) {
  const HostRoutes has{{"a", "p/1"}, {"b", "p/1"}, {"c", "p/1"}};
  const HostRoutes wants{{"a", "p/1"}, {"b", "p/2"}, {"*", "p/3"}};
  check(layout_of({}, has), layout_of({}, wants),
        {"add map hosts-80.map * p/3", "set map hosts-80.map b p/2", "del map hosts-80.map c"});
}

TEST(HaproxyDiff, WhatNoCommandCanDoNeedsAReload) {
  const auto current = layout_of({ready_a});
  auto more_slots = layout_of({ready_a, spare});
  auto more_backends = current;
  more_backends.backends["q"] = {spare};
  auto other_port = current;
  other_port.frontends[0].binds[0].port = 81;
  auto other_pool = current;
  other_pool.frontends[0].backend = "q";
  auto other_idle = current;
  other_idle.frontends[0].idle_timeout = seconds(5);
  for (const auto& wanted : {more_slots, more_backends, other_port, other_pool, other_idle}) {
    EXPECT_EQ(diff(current, wanted), (Difference{Reload::needed, {}}));
  }
}

constexpr auto servers_header =
    "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight "
    "srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health "
    "srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord "
    "srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n";

TEST(HaproxyDiff, TheTableOfServersIsRead) {
  const auto read = parse_servers(std::string(servers_header) +
                                  "3 p 1 s1 10.0.0.1 2 4 5 1 2 1 0 0 8 0 0 0 - 80 - 0 0 - - 0\n"
                                  "3 p 2 s2 10.0.0.1 2 12 1 1 2 1 0 0 8 0 0 0 - 80 - 0 0 - - 0\n"
                                  "4 q:x 1 s1 0.0.0.0 0 5 1 1 2 1 0 0 8 0 0 0 - 1 - 0 0 - - 0\n\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at("p"), (Slots{heavy_a, drain_a}));
  EXPECT_EQ(read->at("q:x"), Slots{spare});
}

TEST(HaproxyDiff, AnUnknownTableIsRefused) {
  EXPECT_FALSE(parse_servers(""));
  EXPECT_FALSE(parse_servers("2\n"));
  EXPECT_FALSE(parse_servers("1\n3 p 1 s1 10.0.0.1 2 4\n"));
  EXPECT_FALSE(parse_servers("1\n3 p 1 s0 a 2 4 5 1 2 1 0 0 8 0 0 0 - 80 - 0\n"));
  EXPECT_FALSE(parse_servers("1\n3 p 1 s999999999 a 2 4 5 1 2 1 0 0 8 0 0 0 - 80 - 0\n"));
}

TEST(HaproxyDiff, MapsAndProcessIdsAreRead) {
  EXPECT_EQ(parse_map("0x55 a.local p/1\n0x56 * p/2\n\n"),
            (HostRoutes{{"a.local", "p/1"}, {"*", "p/2"}}));
  EXPECT_EQ(parse_map("Unknown map identifier. Please use #<id> or <file>.\n"), HostRoutes{});
  EXPECT_EQ(parse_pid("Name: HAProxy\nPid: 4711\nUptime: 0d\n"), 4711);
  EXPECT_EQ(parse_pid("Pid: 1\n"), std::nullopt);
  EXPECT_EQ(parse_pid(""), std::nullopt);
}

}  // namespace
}  // namespace berth::adapters::haproxy
