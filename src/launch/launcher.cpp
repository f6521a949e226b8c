#include "launch/launcher.hpp"

#include <algorithm>
#include <tuple>

#include "base/arn.hpp"
#include "rules/address_allocation.hpp"

namespace berth::launch {

namespace {

using gen::ecs::LaunchType;
using gen::ecs::NetworkConfiguration;

constexpr const char* no_capacity =
    "Capacity is unavailable at this time. Please try again later or in a different "
    "availability zone";

void add(model::Resources& total, const model::Resources& part) {
  total.cpu += part.cpu;
  total.memory += part.memory;
  total.ports.insert(total.ports.end(), part.ports.begin(), part.ports.end());
}

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

std::vector<const model::Subnet*> subnets_of(const state::State& state,
                                             const std::optional<NetworkConfiguration>& network) {
  std::vector<const model::Subnet*> subnets;
  if (!network || !network->awsvpc_configuration) return subnets;
  for (const auto& id : network->awsvpc_configuration->subnets) {
    if (const auto* subnet = state.subnets().find(model::SubnetId{id})) subnets.push_back(subnet);
  }
  return subnets;
}

}  // namespace

Launched Launcher::launch(const rules::TaskWish& wish,
                          const std::optional<NetworkConfiguration>& network) {
  return choose(candidates(wish), wish, network);
}

Launched Launcher::launch_on(const model::ContainerInstance& instance, const rules::TaskWish& wish,
                             const std::optional<NetworkConfiguration>& network) {
  return choose({candidate(instance, wish)}, wish, network);
}

Launched Launcher::choose(const std::vector<rules::Candidate>& candidates,
                          const rules::TaskWish& wish,
                          const std::optional<NetworkConfiguration>& network) {
  const auto subnets = subnets_of(state_, network);
  rules::PlacementRequest request{
      rules::reserved_by(wish.definition->body, wish.overrides), {}, {}};
  const bool fargate = wish.launch_type == LaunchType::fargate;
  // Hidden capacity is ours and has what Fargate offers; attributes select among instances.
  if (!fargate) request.required_attributes = required_attributes(wish.definition->body);
  for (const auto* subnet : subnets) request.zones.insert(subnet->availability_zone);

  Launched result;
  const auto placement = rules::place(candidates, request);
  if (!placement.chosen) {
    if (fargate) {
      result.failures.push_back({std::nullopt, no_capacity});
      return result;
    }
    for (const auto& rejection : placement.rejections) {
      result.failures.push_back({rejection.arn, std::string(rejection.reason)});
    }
    return result;
  }
  std::optional<model::TaskNetwork> task_network;
  std::string zone = placement.chosen->availability_zone;
  if (!subnets.empty()) {
    const auto* subnet = choose_subnet(*placement.chosen, wish, subnets);
    task_network = take_address(*subnet, *network->awsvpc_configuration);
    if (!task_network) {
      result.failures.push_back({std::nullopt, "RESOURCE:ENI"});
      return result;
    }
    zone = subnet->availability_zone;
  }
  result.task =
      rules::new_task(wish, *placement.chosen, draw_ids(wish), std::move(task_network), zone, now_);
  launched_.push_back(*result.task);
  return result;
}

bool Launcher::same_group(const model::Task& task, const rules::TaskWish& wish) const {
  return task.cluster_arn == wish.cluster_arn && task.group == wish.group;
}

rules::Candidate Launcher::candidate(const model::ContainerInstance& instance,
                                     const rules::TaskWish& wish) const {
  rules::Candidate candidate{&instance, state_.reserved_on(instance.arn), 0};
  for (const auto& arn : state_.tasks_on(instance.arn)) {
    candidate.tasks_of_group += same_group(state_.tasks().at(arn), wish) ? 1 : 0;
  }
  for (const auto& task : launched_) {
    if (task.container_instance_arn != instance.arn) continue;
    add(candidate.reserved, task.reserved);
    candidate.tasks_of_group += same_group(task, wish) ? 1 : 0;
  }
  return candidate;
}

std::vector<rules::Candidate> Launcher::candidates(const rules::TaskWish& wish) const {
  const auto& arns = wish.launch_type == LaunchType::fargate
                         ? state_.fargate_instances()
                         : state_.instances_in(wish.cluster_arn);
  std::vector<rules::Candidate> candidates;
  for (const auto& arn : arns) {
    const auto& instance = state_.container_instances().at(arn);
    if (instance.status != model::ContainerInstanceStatus::active) continue;
    candidates.push_back(candidate(instance, wish));
  }
  return candidates;
}

/// The subnet in whose zone the group has the fewest tasks; for an instance, one of its own zone.
const model::Subnet* Launcher::choose_subnet(
    const model::ContainerInstance& instance, const rules::TaskWish& wish,
    const std::vector<const model::Subnet*>& subnets) const {
  const auto tasks_in = [&](const std::string& zone) {
    std::int64_t count = 0;
    const auto here = [&](const model::Task& task) {
      return same_group(task, wish) && task.availability_zone == zone;
    };
    for (const auto& arn : state_.tasks_in(wish.cluster_arn)) {
      count += here(state_.tasks().at(arn)) ? 1 : 0;
    }
    return count + std::ranges::count_if(launched_, here);
  };
  const bool anywhere = instance.capacity == model::Capacity::fargate;
  const model::Subnet* best = nullptr;
  std::tuple<std::int64_t, std::size_t> best_rank{};
  for (std::size_t i = 0; i < subnets.size(); ++i) {
    const auto& zone = subnets[i]->availability_zone;
    if (!anywhere && zone != instance.availability_zone) continue;
    const std::tuple rank{tasks_in(zone), i};
    if (!best || rank < best_rank) {
      best = subnets[i];
      best_rank = rank;
    }
  }
  return best;
}

std::optional<model::TaskNetwork> Launcher::take_address(
    const model::Subnet& subnet, const gen::ecs::AwsVpcConfiguration& network) {
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
  task_network.security_groups = network.security_groups.value_or(std::vector<std::string>{});
  return task_network;
}

rules::TaskIds Launcher::draw_ids(const rules::TaskWish& wish) {
  const auto realm = model::realm_of(wish.cluster_arn.text());
  const auto cluster = short_id(wish.cluster_arn);
  const auto id = entropy_.hex(32);
  rules::TaskIds ids{model::TaskArn{realm.arn("ecs", "task/" + cluster + "/" + id)}, {}};
  for (std::size_t i = 0; i < wish.definition->body.container_definitions->size(); ++i) {
    ids.container_arns.push_back(
        realm.arn("ecs", "container/" + cluster + "/" + id + "/" + entropy_.uuid()));
  }
  return ids;
}

}  // namespace berth::launch
