#pragma once
// A desk at which load balancers, target groups and listeners of the default network are made with
// one call each; for tests.

#include <string>
#include <vector>

#include "api/network.hpp"
#include "api/testing/desk.hpp"
#include "gen/elbv2/operations.hpp"

namespace berth::api::testing {

class Elbv2Fixture : public ::testing::Test {
 protected:
  /// Of any realm's default network, which a first use creates.
  DefaultNetwork network() { return *default_network(desk_.state, desk_.stamp.realm); }

  gen::elbv2::CreateLoadBalancerInput load_balancer_request(const std::string& name = "web") {
    const auto subnets = network().subnets;
    return {.name = name, .subnets = std::vector{subnets[0].id.text(), subnets[1].id.text()}};
  }

  std::string make_load_balancer(const std::string& name = "web") {
    const auto answer = desk_.expect(elbv2::create_load_balancer, load_balancer_request(name));
    return *answer.load_balancers.value().at(0).load_balancer_arn;
  }

  gen::elbv2::CreateTargetGroupInput target_group_request(const std::string& name = "web") {
    return {.name = name,
            .protocol = gen::elbv2::ProtocolEnum::http,
            .port = 80,
            .vpc_id = network().vpc.id.text(),
            .target_type = gen::elbv2::TargetTypeEnum::ip};
  }

  std::string make_target_group(const std::string& name = "web") {
    const auto answer = desk_.expect(elbv2::create_target_group, target_group_request(name));
    return *answer.target_groups.value().at(0).target_group_arn;
  }

  static gen::elbv2::CreateListenerInput listener_request(const std::string& load_balancer,
                                                          const std::string& target_group,
                                                          std::int32_t port = 80) {
    return {.load_balancer_arn = load_balancer,
            .protocol = gen::elbv2::ProtocolEnum::http,
            .port = port,
            .default_actions = {
                {.type = gen::elbv2::ActionTypeEnum::forward, .target_group_arn = target_group}}};
  }

  std::string make_listener(const std::string& load_balancer, const std::string& target_group,
                            std::int32_t port = 80) {
    const auto request = listener_request(load_balancer, target_group, port);
    const auto answer = desk_.expect(elbv2::create_listener, request);
    return *answer.listeners.value().at(0).listener_arn;
  }

  const model::TargetGroup& group(const std::string& arn) const {
    return desk_.state.target_groups().at(model::TargetGroupArn(arn));
  }

  Desk desk_;
};

}  // namespace berth::api::testing
