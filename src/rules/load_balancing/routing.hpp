#pragma once
// Which targets of a target group take requests (behaviour §2.7), and the names under which the
// data plane knows pools, servers and listeners. Names are stable over time and unique over all
// accounts and regions; they hold [A-Za-z0-9_.-] only.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "model/load_balancer.hpp"

namespace berth::rules::load_balancing {

enum class Flow : std::uint8_t {
  ready,    // Takes requests.
  no_more,  // Finishes what it has.
};

struct RoutedServer {
  std::string name;
  std::string address;
  std::uint16_t port = 0;
  Flow flow = Flow::ready;

  bool operator==(const RoutedServer&) const = default;
};

/// The group's targets in the load balancer's zones. Healthy ones are ready. With fewer healthy
/// targets than the group's unhealthy_state_routing asks for (one unless set) it fails open: all
/// but the draining ones are ready. Targets that take no requests are listed too, because their
/// running requests and their place among the servers stay.
std::vector<RoutedServer> routed_servers(const model::TargetGroup& group,
                                         const std::set<std::string>& zones);

std::string server_name(const model::TargetKey& key);
std::string pool_name(const model::TargetGroupArn& arn);
std::string listener_name(const model::ListenerArn& arn);

}  // namespace berth::rules::load_balancing
