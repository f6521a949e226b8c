#include "launch/placement_request.hpp"

#include <utility>

#include "base/check.hpp"

namespace berth::launch {

namespace {

using gen::ecs::LaunchType;

std::vector<model::Attribute> required_attributes(const gen::ecs::TaskDefinition& definition) {
  std::vector<model::Attribute> required;
  if (!definition.requires_attributes) return required;
  for (const auto& attribute : *definition.requires_attributes) {
    required.push_back({attribute.name, attribute.value});
  }
  return required;
}

void add_query(const std::optional<std::string>& expression,
               std::vector<rules::ClusterQuery>& queries) {
  auto query = rules::parse_cluster_query(expression.value_or(""));
  check(query.has_value(), "an expression was validated before it was stored");
  queries.push_back(std::move(*query));
}

model::Tags task_tags(const model::Service& service, const model::TaskDefinition& definition) {
  model::Tags tags;
  if (service.propagate_tags == gen::ecs::PropagateTags::service) tags = service.tags;
  if (service.propagate_tags == gen::ecs::PropagateTags::task_definition) tags = definition.tags;
  if (service.enable_ecs_managed_tags) {
    tags["aws:ecs:clusterName"] = short_id(service.cluster_arn);
    tags["aws:ecs:serviceName"] = service.name;
  }
  return tags;
}

}  // namespace

std::vector<const model::Subnet*> subnets_of(
    const state::State& state, const std::optional<gen::ecs::NetworkConfiguration>& network) {
  std::vector<const model::Subnet*> subnets;
  if (!network || !network->awsvpc_configuration) return subnets;
  for (const auto& id : network->awsvpc_configuration->subnets) {
    if (const auto* subnet = state.subnets().find(model::SubnetId{id})) subnets.push_back(subnet);
  }
  return subnets;
}

rules::PlacementRequest placement_request(const rules::TaskWish& wish,
                                          const std::vector<const model::Subnet*>& subnets) {
  const auto& definition = wish.definition->body;
  rules::PlacementRequest request;
  for (const auto* subnet : subnets) request.zones.insert(subnet->availability_zone);
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

rules::Candidate candidate_of(const state::State& state, const model::ContainerInstance& instance,
                              const rules::TaskWish& wish, const rules::PlacementRequest& request) {
  const auto& load = state.occupancy().on(instance.arn);
  rules::Candidate candidate;
  candidate.instance = &instance;
  candidate.reserved = &load.reserved;
  candidate.tasks_of_group = load.of_group(wish.cluster_arn, wish.group);
  candidate.running_tasks_count = load.running;
  if (request.members_of.empty()) return candidate;
  for (const auto& [key, count] : load.by_group) candidate.task_groups.push_back(key.second);
  return candidate;
}

std::optional<rules::TaskWish> wish_of(const state::State& state, const model::Service& service,
                                       const model::Deployment& deployment) {
  const auto& revision = state.revision_of(deployment);
  const auto* definition = state.find_task_definition(revision.task_definition_arn);
  if (!definition) return std::nullopt;
  rules::TaskWish wish;
  wish.definition = definition;
  wish.cluster_arn = service.cluster_arn;
  wish.group = "service:" + service.name;
  wish.started_by = deployment.id.text();
  wish.service_arn = service.arn;
  wish.launch_type = revision.launch_type;
  wish.image_digests = revision.image_digests;
  wish.placement_constraints = service.placement_constraints;
  wish.placement_strategy = service.placement_strategy;
  wish.tags = task_tags(service, *definition);
  return wish;
}

}  // namespace berth::launch
