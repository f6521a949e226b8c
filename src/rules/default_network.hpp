#pragma once
// The default VPC of an account and region, as it comes into being when it is first asked for:
// a /16 with one /20 subnet in each of three zones and the security group "default" (EC2: default
// VPC). Every id is derived from account and region, so the same realm gets the same ids again
// after everything was emptied.
//
// AWS gives 172.31.0.0/16 to every default VPC. Here all realms share the bridges and routes of one
// host, which cannot route equal ranges twice, so only the first realm gets that range; the next
// ones get 10.31.0.0/16, 10.32.0.0/16 and so on.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/network.hpp"

namespace berth::rules {

struct NetworkPlan {
  model::Vpc vpc;
  std::vector<model::Subnet> subnets;  // In order of zones.
  model::SecurityGroup security_group;
};

/// `taken` holds the ranges ("172.31.0.0/16") of every VPC of every realm. Nothing when no range is
/// left, which is after 257 realms.
std::optional<NetworkPlan> plan_default_network(const model::Realm& realm,
                                                const std::set<std::string>& taken);

/// Names and ids of the three zones of a region: "us-east-1a" with "use1-az1" first.
struct Zone {
  std::string name, id;

  bool operator==(const Zone&) const = default;
};
std::vector<Zone> zones_of(std::string_view region);

}  // namespace berth::rules
