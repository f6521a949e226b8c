#include "launch/launcher.hpp"

#include <algorithm>
#include <utility>

#include "base/arn.hpp"
#include "launch/placement_request.hpp"
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

}  // namespace

Launcher::Launcher(const state::State& state, ports::Entropy& entropy, rules::TaskWish wish,
                   const std::optional<gen::ecs::NetworkConfiguration>& network, Instant now)
    : state_(state),
      entropy_(entropy),
      wish_(std::move(wish)),
      network_(network ? network->awsvpc_configuration : std::nullopt),
      now_(now),
      subnets_(subnets_of(state, network)),
      request_(placement_request(wish_, subnets_)),
      daemon_room_(state, wish_.cluster_arn, wish_.service_arn) {}

void Launcher::balance_zone(const std::string& zone) {
  wish_.balances_zones = true;
  request_.zones = {zone};
}

Launched Launcher::launch() {
  gather();
  const bool random = std::ranges::any_of(request_.strategies, [](const auto& strategy) {
    return strategy.type == gen::ecs::PlacementStrategyType::random;
  });
  if (random) request_.seed = entropy_.next();
  const auto placement = rules::place(candidates_, request_);
  if (!placement.chosen) return {std::nullopt, failures(placement)};
  return put(candidates_[*placement.chosen], placement.reason);
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
  return put(*known, "this instance was asked for");
}

std::vector<rules::Verdict> Launcher::explain() {
  gather();
  return rules::explain(candidates_, request_);
}

std::vector<Failure> Launcher::failures(const rules::Placement& placement) const {
  if (wish_.launch_type == LaunchType::fargate) return {{std::nullopt, no_capacity}};
  std::vector<Failure> failures;
  for (const auto& rejection : placement.rejections) {
    failures.push_back({rejection.arn, std::string(rejection.reason)});
  }
  return failures;
}

Launched Launcher::put(rules::Candidate& chosen, std::string reason) {
  rules::TaskPlace place{
      chosen.instance, chosen.instance->availability_zone, {}, std::move(reason)};
  if (!subnets_.empty()) {
    const auto* subnet = choose_subnet(*chosen.instance);
    place.network = take_address(*subnet);
    if (!place.network) return {std::nullopt, {{std::nullopt, "RESOURCE:ENI"}}};
    place.availability_zone = subnet->availability_zone;
  }
  const auto zone = place.availability_zone;
  auto task = rules::new_task(wish_, std::move(place), draw_ids(), now_);
  reserve(chosen, task.reserved);
  ++chosen.tasks_of_group;
  if (!request_.members_of.empty()) chosen.task_groups.push_back(wish_.group);
  ++launched_by_zone_[zone];
  return {std::move(task), {}};
}

void Launcher::reserve(rules::Candidate& candidate, const model::Resources& more) {
  auto& sum = reserved_.emplace_back(*candidate.reserved);
  model::add(sum, more);
  candidate.reserved = &sum;
}

void Launcher::keep_daemon_room(rules::Candidate& candidate) {
  if (const auto wanted = daemon_room_.wanted_on(*candidate.instance)) reserve(candidate, *wanted);
}

rules::Candidate Launcher::candidate(const model::ContainerInstance& instance) {
  auto candidate = candidate_of(state_, instance, wish_, request_);
  keep_daemon_room(candidate);
  return candidate;
}

/// Once a decision: what this launcher puts there is added to the candidates themselves.
void Launcher::gather() {
  if (std::exchange(gathered_, Scope::all) == Scope::all) return;
  if (wish_.launch_type == LaunchType::fargate) return gather_hidden();
  gather_in_cluster();
  count_group();
}

void Launcher::gather_hidden() {
  for (const auto& arn : state_.fargate_instances()) {
    candidates_.push_back(candidate(state_.container_instances().at(arn)));
  }
}

/// Every instance of the cluster, as cheaply as it gets: only cluster queries and daemons ask for
/// more than its slot tells.
void Launcher::gather_in_cluster() {
  const auto& slots = state_.places_in(wish_.cluster_arn);
  candidates_.reserve(slots.size());
  for (const auto& slot : slots) {
    if (slot.instance->status != model::ContainerInstanceStatus::active) continue;
    auto& candidate = candidates_.emplace_back();
    candidate.instance = slot.instance;
    candidate.reserved = &slot.load->reserved;
    candidate.running_tasks_count = slot.load->running;
    candidate.attribute_class = slot.attribute_class;
    keep_daemon_room(candidate);
    if (request_.members_of.empty()) continue;
    for (const auto& [key, count] : slot.load->by_group) {
      candidate.task_groups.push_back(key.second);
    }
  }
}

void Launcher::count_group() {
  const auto arn_of = [](const rules::Candidate& each) -> const auto& {
    return each.instance->arn;
  };
  for (const auto& [arn, count] : state_.occupancy().of_group(wish_.cluster_arn, wish_.group)) {
    const auto found = std::ranges::lower_bound(candidates_, arn, {}, arn_of);
    if (found != candidates_.end() && found->instance->arn == arn) found->tasks_of_group = count;
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
    if (!request_.zones.contains(zone)) continue;
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
