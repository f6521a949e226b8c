// Networks, load balancers, listeners, target groups and their targets.
#include <algorithm>

#include "state/apply.hpp"

namespace berth::state {

void State::run(const CreateDefaultVpc& command, Changes& changes) {
  check(!default_vpc(command.vpc.realm), "a realm has one default VPC");
  replace(vpcs_, command.vpc.id, command.vpc);
  for (const auto& subnet : command.subnets) replace(subnets_, subnet.id, subnet);
  replace(security_groups_, command.security_group.id, command.security_group);
  changes.push_back({Subject::network, command.vpc.id.text()});
}

void State::run(const CreateLoadBalancer& command, Changes& changes) {
  const auto& arn = command.load_balancer.arn;
  check(!load_balancers_.contains(arn), "a load balancer is created once");
  replace(load_balancers_, arn, command.load_balancer);
  changes.push_back({Subject::load_balancer, arn.text()});
}

void State::run(const UpdateLoadBalancer& command, Changes& changes) {
  const auto& arn = command.load_balancer.arn;
  check(load_balancers_.contains(arn), "an updated load balancer exists");
  replace(load_balancers_, arn, command.load_balancer);
  changes.push_back({Subject::load_balancer, arn.text()});
}

void State::run(const DeleteLoadBalancer& command, Changes& changes) {
  check(listeners_of(command.arn).empty(), "listeners go before their load balancer");
  remove(load_balancers_, command.arn);
  changes.push_back({Subject::load_balancer, command.arn.text()});
}

void State::run(const CreateListener& command, Changes& changes) {
  const auto& listener = command.listener;
  check(load_balancers_.contains(listener.load_balancer_arn), "a listener has a load balancer");
  replace(listeners_, listener.arn, listener);
  changes.push_back({Subject::listener, listener.arn.text()});
}

void State::run(const UpdateListener& command, Changes& changes) {
  check(listeners_.contains(command.listener.arn), "an updated listener exists");
  replace(listeners_, command.listener.arn, command.listener);
  changes.push_back({Subject::listener, command.listener.arn.text()});
}

void State::run(const DeleteListener& command, Changes& changes) {
  remove(listeners_, command.arn);
  changes.push_back({Subject::listener, command.arn.text()});
}

void State::run(const CreateTargetGroup& command, Changes& changes) {
  const auto& arn = command.target_group.arn;
  check(!target_groups_.contains(arn), "a target group is created once");
  auto group = command.target_group;
  group.targets.clear();
  target_groups_.put(arn, std::move(group));
  changes.push_back({Subject::target_group, arn.text()});
}

void State::run(const UpdateTargetGroup& command, Changes& changes) {
  auto& row = target_groups_.edit(command.target_group.arn);
  auto targets = std::move(row.targets);
  row = command.target_group;
  row.targets = std::move(targets);
  changes.push_back({Subject::target_group, row.arn.text()});
}

void State::run(const DeleteTargetGroup& command, Changes& changes) {
  check(listeners_to(command.arn).empty(), "no listener forwards to a deleted target group");
  remove(target_groups_, command.arn);
  changes.push_back({Subject::target_group, command.arn.text()});
}

void State::run(const PutTargets& command, Changes& changes) {
  auto& targets = target_groups_.edit(command.arn).targets;
  for (const auto& target : command.targets) {
    const auto place = std::ranges::lower_bound(targets, target.key, {}, &model::Target::key);
    if (place != targets.end() && place->key == target.key) {
      *place = target;
    } else {
      targets.insert(place, target);
    }
  }
  changes.push_back({Subject::target_group, command.arn.text()});
}

void State::run(const RemoveTargets& command, Changes& changes) {
  auto& targets = target_groups_.edit(command.arn).targets;
  std::erase_if(targets, [&](const model::Target& target) {
    return std::ranges::find(command.keys, target.key) != command.keys.end();
  });
  changes.push_back({Subject::target_group, command.arn.text()});
}

void State::index(const model::LoadBalancer& load_balancer) {
  for (const auto& zone : load_balancer.zones) {
    addresses_by_vpc_.add(load_balancer.vpc_id, *model::parse_ipv4(zone.address));
  }
}

void State::unindex(const model::LoadBalancer& load_balancer) {
  for (const auto& zone : load_balancer.zones) {
    addresses_by_vpc_.remove(load_balancer.vpc_id, *model::parse_ipv4(zone.address));
  }
}

void State::index(const model::Listener& listener) {
  listeners_by_load_balancer_.add(listener.load_balancer_arn, listener.arn);
  listeners_by_target_group_.add(listener.target_group_arn, listener.arn);
}

void State::unindex(const model::Listener& listener) {
  listeners_by_load_balancer_.remove(listener.load_balancer_arn, listener.arn);
  listeners_by_target_group_.remove(listener.target_group_arn, listener.arn);
}

}  // namespace berth::state
