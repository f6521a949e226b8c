#include "rules/load_balancing/routing.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace berth::rules::load_balancing {
namespace {

using model::TargetState;

/// A group with one target a letter: i initial, h healthy, u unhealthy, d draining; an upper-case
/// letter stands in a zone that the load balancer lacks.
model::TargetGroup group_of(std::string_view letters) {
  model::TargetGroup group;
  std::int32_t port = 8001;
  for (const char letter : letters) {
    model::Target target;
    target.key = {"10.31.0.20", port++};
    target.address = "10.31.0.20";
    target.availability_zone = letter < 'a' ? "z-b" : "z-a";
    const auto place = std::string_view("ihud").find(static_cast<char>(letter | 0x20));
    target.health.state = static_cast<TargetState>(place);
    group.targets.push_back(target);
  }
  return group;
}

/// One letter a routed server: + takes requests, - does not.
std::string flows(const model::TargetGroup& group) {
  std::string text;
  for (const auto& server : routed_servers(group, {"z-a"})) {
    text += server.flow == Flow::ready ? '+' : '-';
  }
  return text;
}

TEST(Routing, SendsRequestsToHealthyTargetsAndFailsOpenWithoutAny) {
  const auto check = [](std::string_view targets, std::string_view expected) {
    EXPECT_EQ(flows(group_of(targets)), expected) << targets;
  };
  check("", "");
  check("h", "+");
  check("hui", "+--");
  check("hhd", "++-");
  check("uuu", "+++");
  check("iud", "++-");
  check("d", "-");
  check("H", "");    // In a zone that is not enabled.
  check("Hu", "+");  // Nor does it count as healthy.
  check("Uhu", "+-");
}

TEST(Routing, FailsOpenBelowTheGroupsOwnMinimum) {
  const std::string key = "target_group_health.unhealthy_state_routing.minimum_healthy_targets.";
  const auto check = [&](std::string unit, std::string value, std::string_view targets,
                         std::string_view expected) {
    auto group = group_of(targets);
    group.attributes[key + unit] = value;
    EXPECT_EQ(flows(group), expected) << targets << " " << unit << " " << value;
  };
  check("count", "2", "huu", "+++");
  check("count", "2", "hhu", "++-");
  check("percentage", "50", "hu", "+-");
  check("percentage", "50", "huu", "+++");
  check("percentage", "100", "hhhd", "+++-");
  check("percentage", "100", "hhi", "+++");
}

TEST(Routing, NamesAreStableAndFitTheDataPlane) {
  const auto servers = routed_servers(group_of("h"), {"z-a"});
  ASSERT_EQ(servers.size(), 1U);
  EXPECT_EQ(servers[0].name, "10.31.0.20_8001");
  EXPECT_EQ(servers[0].port, 8001);
  const auto check = [](const std::string& name, std::string_view expected) {
    EXPECT_EQ(name, expected);
    EXPECT_TRUE(only_alphanumeric_or(name, "_.-"));
  };
  check(
      pool_name(model::TargetGroupArn(
          "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/0123456789abcdef")),
      "web-0123456789abcdef");
  check(listener_name(model::ListenerArn("arn:aws:elasticloadbalancing:us-east-1:000000000000:"
                                         "listener/app/web/0123456789abcdef/fedcba9876543210")),
        "web-0123456789abcdef-fedcba9876543210");
}

}  // namespace
}  // namespace berth::rules::load_balancing
