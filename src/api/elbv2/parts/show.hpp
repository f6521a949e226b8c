#pragma once
// Rows as Elastic Load Balancing answers them.

#include <cstdint>
#include <string>
#include <vector>

#include "api/operation.hpp"
#include "gen/elbv2/types.hpp"

namespace berth::api::elbv2::parts {

gen::elbv2::LoadBalancer show(const model::LoadBalancer& load_balancer);
std::vector<gen::elbv2::AvailabilityZone> show_zones(const model::LoadBalancer& load_balancer);
gen::elbv2::Listener show(const model::Listener& listener);
gen::elbv2::Rule show_default_rule(const model::Listener& listener);

/// Also says which load balancers use the group.
gen::elbv2::TargetGroup show(const View& view, const model::TargetGroup& group);

enum class TargetUse : std::uint8_t {
  in_use,
  no_load_balancer,  // No listener forwards to the group.
  zone_not_enabled,
};

/// State, reason and description (behaviour §2.6).
gen::elbv2::TargetHealth show_health(const model::TargetHealth& health, TargetUse use);
gen::elbv2::TargetHealth not_registered();

/// "traffic-port" or the number.
std::string health_check_port(const model::HealthCheck& health_check);

}  // namespace berth::api::elbv2::parts
