#include "control/services/zone_facts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "launch/daemon_places.hpp"
#include "launch/placement_request.hpp"
#include "rules/address_allocation.hpp"

namespace berth::control {

namespace {

/// Zones are only looked at where a service at rest wants to be spread over them.
bool is_spread_over_zones(const model::Service& service) {
  return service.availability_zone_rebalancing == gen::ecs::AvailabilityZoneRebalancing::enabled &&
         service.deployments.size() == 1 &&
         service.deployments.front().rollout_state == model::RolloutState::completed;
}

/// Whether the zones of the cluster's instances may be worth a closer look.
bool looks_uneven(const state::State& state, const model::Service& service) {
  if (service.zone_balance == model::ZoneBalance::unbalanced) return true;
  std::int32_t least = INT32_MAX, most = 0;
  for (const auto& [zone, instances] : state.zones_in(service.cluster_arn)) {
    const auto tasks =
        state.occupancy().in_zone(service.cluster_arn, "service:" + service.name, zone);
    least = std::min(least, tasks);
    most = std::max(most, tasks);
  }
  return most - least > 1;
}

/// The zones in which one of the subnets has an address to give away.
std::set<std::string> with_address(const state::State& state,
                                   const std::vector<const model::Subnet*>& subnets) {
  std::set<std::string> zones;
  for (const auto* subnet : subnets) {
    if (rules::free_address_count(*subnet, state.addresses_in(subnet->vpc_id)) > 0) {
      zones.insert(subnet->availability_zone);
    }
  }
  return zones;
}

std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& some) {
  std::set<std::string> left;
  std::ranges::set_difference(all, some, std::inserter(left, left.end()));
  return left;
}

ZoneFacts zones_of_subnets(const state::State& state,
                           const std::vector<const model::Subnet*>& subnets) {
  ZoneFacts facts;
  for (const auto* subnet : subnets) facts.usable.insert(subnet->availability_zone);
  facts.full = without(facts.usable, with_address(state, subnets));
  return facts;
}

/// Looks at the instances of a cluster as a launch of one more task would.
class InstanceZones {
 public:
  InstanceZones(const state::State& state, const model::Service& service, rules::TaskWish wish,
                const std::vector<const model::Subnet*>& subnets)
      : state_(state),
        service_(service),
        wish_(std::move(wish)),
        request_(launch::placement_request(wish_, subnets)),
        daemon_room_(state, service.cluster_arn, service.arn) {}

  ZoneFacts look() {
    for (const auto& arn : state_.instances_in(service_.cluster_arn)) {
      look_at(state_.container_instances().at(arn));
    }
    return {usable_, without(usable_, roomy_)};
  }

 private:
  void look_at(const model::ContainerInstance& instance) {
    const bool takes_tasks =
        instance.status == model::ContainerInstanceStatus::active && instance.agent_connected;
    if (!takes_tasks || roomy_.contains(instance.availability_zone)) return;
    auto candidate = launch::candidate_of(state_, instance, wish_, request_);
    if (!rules::suits(candidate, request_)) return;
    usable_.insert(instance.availability_zone);
    auto reserved = *candidate.reserved;
    if (const auto kept = daemon_room_.wanted_on(instance)) model::add(reserved, *kept);
    candidate.reserved = &reserved;
    if (!rules::rejection(candidate, request_)) roomy_.insert(instance.availability_zone);
  }

  const state::State& state_;
  const model::Service& service_;
  rules::TaskWish wish_;
  rules::PlacementRequest request_;
  launch::DaemonRoom daemon_room_;
  std::set<std::string> usable_, roomy_;
};

}  // namespace

ZoneFacts zone_facts(const state::State& state, const model::Service& service) {
  if (!is_spread_over_zones(service)) return {};
  const auto& deployment = service.deployments.front();
  const auto subnets =
      launch::subnets_of(state, state.revision_of(deployment).network_configuration);
  if (service.launch_type == gen::ecs::LaunchType::fargate) return zones_of_subnets(state, subnets);
  if (!looks_uneven(state, service)) return {};
  auto wish = launch::wish_of(state, service, deployment);
  if (!wish) return {};
  auto facts = InstanceZones(state, service, std::move(*wish), subnets).look();
  if (subnets.empty()) return facts;
  facts.full.merge(without(facts.usable, with_address(state, subnets)));
  return facts;
}

}  // namespace berth::control
