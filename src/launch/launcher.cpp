#include "launch/launcher.hpp"

#include <algorithm>
#include <utility>

#include "base/arn.hpp"
#include "base/check.hpp"
#include "rules/address_allocation.hpp"

namespace berth::launch {

namespace {

using gen::ecs::LaunchType;

constexpr const char* no_capacity =
    "Capacity is unavailable at this time. Please try again later or in a different "
    "availability zone";

std::string private_dns_name(std::string address, const std::string& region) {
  std::ranges::replace(address, '.', '-');
  return region == "us-east-1" ? "ip-" + address + ".ec2.internal"
                               : "ip-" + address + "." + region + ".compute.internal";
}

std::vector<model::Attribute> required_attributes(const gen::ecs::TaskDefinition& definition) {
  std::vector<model::Attribute> required;
  if (!definition.requires_attributes) return required;
  for (const auto& attribute : *definition.requires_attributes) {
    required.push_back({attribute.name, attribute.value});
  }
  return required;
}

std::vector<const model::Subnet*> subnets_of(
    const state::State& state, const std::optional<gen::ecs::AwsVpcConfiguration>& network) {
  std::vector<const model::Subnet*> subnets;
  if (!network) return subnets;
  for (const auto& id : network->subnets) {
    if (const auto* subnet = state.subnets().find(model::SubnetId{id})) subnets.push_back(subnet);
  }
  return subnets;
}

void add_query(const std::optional<std::string>& expression,
               std::vector<rules::ClusterQuery>& queries) {
  auto query = rules::parse_cluster_query(expression.value_or(""));
  check(query.has_value(), "an expression was validated before it was stored");
  queries.push_back(std::move(*query));
}

/// Everything that an instance must meet. Hidden capacity is ours and has what Fargate offers;
/// attributes and constraints select among instances.
rules::PlacementRequest request_of(const rules::TaskWish& wish) {
  const auto& definition = wish.definition->body;
  rules::PlacementRequest request;
  request.wanted = rules::reserved_by(definition, wish.overrides);
  if (wish.launch_type == LaunchType::fargate) return request;
  request.required_attributes = required_attributes(definition);
  if (definition.placement_constraints) {
    for (const auto& each : *definition.placement_constraints) {
      add_query(each.expression, request.members_of);
    }
  }
  for (const auto& each : wish.placement_constraints) {
    if (each.type == gen::ecs::PlacementConstraintType::distinct_instance) {
      request.sharing = rules::PlacementRequest::Sharing::distinct_instance;
    } else {
      add_query(each.expression, request.members_of);
    }
  }
  request.strategies = wish.placement_strategy;
  return request;
}

}  // namespace

Launcher::Launcher(const state::State& state, ports::Entropy& entropy, rules::TaskWish wish,
                   const std::optional<gen::ecs::NetworkConfiguration>& network, Instant now)
    : state_(state),
      entropy_(entropy),
      wish_(std::move(wish)),
      network_(network ? network->awsvpc_configuration : std::nullopt),
      now_(now),
      request_(request_of(wish_)),
      subnets_(subnets_of(state, network_)) {
  for (const auto* subnet : subnets_) request_.zones.insert(subnet->availability_zone);
}

Launched Launcher::launch() {
  gather();
  const bool random = std::ranges::any_of(request_.strategies, [](const auto& strategy) {
    return strategy.type == gen::ecs::PlacementStrategyType::random;
  });
  if (random) request_.seed = entropy_.next();
  const auto placement = rules::place(candidates_, request_);
  if (!placement.chosen) return {std::nullopt, failures(placement)};
  return put(candidates_[*placement.chosen]);
}

Launched Launcher::launch_on(const model::ContainerInstance& instance) {
  auto known = std::ranges::find(candidates_, &instance, &rules::Candidate::instance);
  if (known == candidates_.end()) {
    known = candidates_.insert(candidates_.end(), candidate(instance));
  }
  auto request = request_;
  request.members_of.clear();
  request.sharing = rules::PlacementRequest::Sharing::allowed;
  const auto placement = rules::place({*known}, request);
  if (!placement.chosen) return {std::nullopt, failures(placement)};
  return put(*known);
}

std::vector<Failure> Launcher::failures(const rules::Placement& placement) const {
  if (wish_.launch_type == LaunchType::fargate) return {{std::nullopt, no_capacity}};
  std::vector<Failure> failures;
  for (const auto& rejection : placement.rejections) {
    failures.push_back({rejection.arn, std::string(rejection.reason)});
  }
  return failures;
}

Launched Launcher::put(rules::Candidate& chosen) {
  std::optional<model::TaskNetwork> task_network;
  std::string zone = chosen.instance->availability_zone;
  if (!subnets_.empty()) {
    const auto* subnet = choose_subnet(*chosen.instance);
    task_network = take_address(*subnet);
    if (!task_network) return {std::nullopt, {{std::nullopt, "RESOURCE:ENI"}}};
    zone = subnet->availability_zone;
  }
  auto task =
      rules::new_task(wish_, *chosen.instance, draw_ids(), std::move(task_network), zone, now_);
  model::add(chosen.reserved, task.reserved);
  ++chosen.tasks_of_group;
  if (!request_.members_of.empty()) chosen.task_groups.push_back(wish_.group);
  ++launched_by_zone_[zone];
  return {std::move(task), {}};
}

rules::Candidate Launcher::candidate(const model::ContainerInstance& instance) const {
  const auto& load = state_.occupancy().on(instance.arn);
  rules::Candidate candidate{
      &instance, load.reserved, load.of_group(wish_.cluster_arn, wish_.group), load.running, {}};
  if (request_.members_of.empty()) return candidate;
  for (const auto& [key, count] : load.by_group) candidate.task_groups.push_back(key.second);
  return candidate;
}

/// Once a decision: what this launcher puts there is added to the candidates themselves.
void Launcher::gather() {
  if (gathered_ == Scope::all) return;
  gathered_ = Scope::all;
  const auto& arns = wish_.launch_type == LaunchType::fargate
                         ? state_.fargate_instances()
                         : state_.instances_in(wish_.cluster_arn);
  for (const auto& arn : arns) {
    const auto& instance = state_.container_instances().at(arn);
    if (instance.status != model::ContainerInstanceStatus::active) continue;
    candidates_.push_back(candidate(instance));
  }
}

/// The subnet in whose zone the group has the fewest tasks; for an instance, one of its own zone.
const model::Subnet* Launcher::choose_subnet(const model::ContainerInstance& instance) const {
  const auto tasks_in = [&](const std::string& zone) {
    const auto mine = launched_by_zone_.find(zone);
    return state_.occupancy().in_zone(wish_.cluster_arn, wish_.group, zone) +
           (mine == launched_by_zone_.end() ? 0 : mine->second);
  };
  const bool anywhere = instance.capacity == model::Capacity::fargate;
  const model::Subnet* best = nullptr;
  std::int32_t fewest = 0;
  for (const auto* subnet : subnets_) {
    const auto& zone = subnet->availability_zone;
    if (!anywhere && zone != instance.availability_zone) continue;
    const auto tasks = tasks_in(zone);
    if (best && tasks >= fewest) continue;
    best = subnet;
    fewest = tasks;
  }
  return best;
}

std::optional<model::TaskNetwork> Launcher::take_address(const model::Subnet& subnet) {
  auto& taken = addresses_[subnet.vpc_id];
  auto used = state_.addresses_in(subnet.vpc_id);
  used.insert(taken.begin(), taken.end());
  const auto address = rules::free_address(subnet, used, entropy_.next());
  if (!address) return std::nullopt;
  taken.insert(*model::parse_ipv4(*address));
  model::TaskNetwork task_network;
  task_network.attachment_id = entropy_.uuid();
  task_network.network_interface_id = "eni-" + entropy_.hex(17);
  task_network.mac_address = "02";
  for (int i = 0; i < 5; ++i) task_network.mac_address += ":" + entropy_.hex(2);
  task_network.private_address = *address;
  task_network.private_dns_name = private_dns_name(*address, subnet.realm.region);
  task_network.vpc_id = subnet.vpc_id;
  task_network.subnet_id = subnet.id;
  task_network.security_groups = network_->security_groups.value_or(std::vector<std::string>{});
  return task_network;
}

rules::TaskIds Launcher::draw_ids() {
  const auto realm = model::realm_of(wish_.cluster_arn.text());
  const auto cluster = short_id(wish_.cluster_arn);
  const auto id = entropy_.hex(32);
  rules::TaskIds ids{model::TaskArn{realm.arn("ecs", "task/" + cluster + "/" + id)}, {}};
  for (std::size_t i = 0; i < wish_.definition->body.container_definitions->size(); ++i) {
    ids.container_arns.push_back(
        realm.arn("ecs", "container/" + cluster + "/" + id + "/" + entropy_.uuid()));
  }
  return ids;
}

}  // namespace berth::launch
