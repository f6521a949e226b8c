#pragma once
// A load balancer "web" with a listener on port 80 to a target group, as commands, for tests of the
// loops around it.

#include <chrono>
#include <string>
#include <vector>

#include "rules/load_balancing/target_registration.hpp"
#include "state/commands.hpp"

namespace berth::control::testing {

inline const std::string elb_arn = "arn:aws:elasticloadbalancing:us-east-1:000000000000:";
inline const model::LoadBalancerArn web_arn{elb_arn + "loadbalancer/app/web/0000000000000001"};
inline const model::ListenerArn listener_arn{elb_arn +
                                             "listener/app/web/0000000000000001/0000000000000002"};
inline const model::TargetGroupArn group_arn{elb_arn + "targetgroup/web/0000000000000003"};

inline model::LoadBalancer web_load_balancer() {
  return {.arn = web_arn,
          .name = "web",
          .dns_name = "Web-1234567890.us-east-1.elb.localhost",
          .scheme = model::Scheme::internet_facing,
          .vpc_id = model::VpcId("vpc-1"),
          .zones = {{"us-east-1a", model::SubnetId("subnet-a"), "172.31.0.10"},
                    {"us-east-1b", model::SubnetId("subnet-b"), "172.31.16.10"}},
          .security_groups = {"sg-1"},
          .loopback_address = "127.32.1.4",
          .created_at = {},
          .attributes = {},
          .tags = {}};
}

inline model::Listener web_listener() {
  return {.arn = listener_arn,
          .load_balancer_arn = web_arn,
          .port = 80,
          .target_group_arn = group_arn,
          .tags = {}};
}

/// Checks every 10 seconds, unhealthy after 2 failures, healthy again after 3.
inline model::TargetGroup web_group() {
  model::TargetGroup group{.arn = group_arn,
                           .name = "web",
                           .vpc_id = model::VpcId("vpc-1"),
                           .port = 80,
                           .target_type = model::TargetType::ip,
                           .health_check = {},
                           .attributes = {},
                           .targets = {},
                           .tags = {}};
  group.health_check = {.path = "/health",
                        .port = std::nullopt,
                        .interval = 10,
                        .timeout = 2,
                        .healthy_threshold = 3,
                        .unhealthy_threshold = 2,
                        .matcher = "200"};
  group.attributes["deregistration_delay.timeout_seconds"] = "20";
  return group;
}

inline model::Target web_target(const std::string& address, Instant now,
                                const std::string& zone = "us-east-1a") {
  return rules::load_balancing::registered_target({address, 80}, address, zone, now);
}

inline std::vector<state::Command> create_web() {
  return {state::CreateLoadBalancer{web_load_balancer()}, state::CreateTargetGroup{web_group()},
          state::CreateListener{web_listener()}};
}

inline state::Command put_target(model::Target target) {
  return state::PutTargets{group_arn, {std::move(target)}};
}

}  // namespace berth::control::testing
