// RegisterContainerInstance, DeregisterContainerInstance, DescribeContainerInstances,
// ListContainerInstances, UpdateContainerInstancesState, DiscoverPollEndpoint (behaviour §1.2).
#include <algorithm>

#include <fmt/format.h>

#include "api/ecs/instances/instance_identity.hpp"
#include "api/ecs/instances/instance_view.hpp"
#include "api/ecs/instances/set_attribute.hpp"
#include "api/ecs/names.hpp"
#include "api/ecs/placement.hpp"
#include "api/ecs/tags.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"
#include "launch/task_targets.hpp"
#include "rules/task_lifecycle.hpp"

namespace berth::api::ecs {

namespace {

/// Our own agents say with it that they are hidden Fargate capacity.
constexpr std::string_view capacity_attribute = "berth.capacity";

using model::ContainerInstance;
using model::ContainerInstanceStatus;
using model::PortProtocol;

gen::ecs::ContainerInstance show(const View& view, const ContainerInstance& instance) {
  const auto& load = view.occupancy().on(instance.arn);
  return show_container_instance({instance, load.reserved, load.running, load.starting});
}

Result<model::Resources> read_resources(
    const std::optional<std::vector<gen::ecs::Resource>>& resources) {
  model::Resources registered;
  for (const auto& resource : resources.value_or(std::vector<gen::ecs::Resource>{})) {
    const auto name = resource.name.value_or("");
    if (name == "CPU" || name == "MEMORY") {
      (name == "CPU" ? registered.cpu : registered.memory) = resource.integer_value.value_or(0);
      continue;
    }
    TRY_VOID(refuse({{"totalResources " + name, name != "PORTS" && name != "PORTS_UDP"}}));
    const auto protocol = name == "PORTS" ? PortProtocol::tcp : PortProtocol::udp;
    for (const auto& text : resource.string_set_value.value_or(std::vector<std::string>{})) {
      const auto port = parse_unsigned(text);
      if (!port || *port == 0 || *port > 65535) {
        return fail(ErrorCode::invalid_parameter, "Invalid port in " + name + ": '" + text + "'.");
      }
      registered.ports.push_back({protocol, static_cast<std::int32_t>(*port)});
    }
  }
  if (registered.cpu < 0 || registered.memory < 0) {
    return fail(ErrorCode::invalid_parameter, "Resources must not be negative.");
  }
  return registered;
}

bool is_hidden(const gen::ecs::RegisterContainerInstanceRequest& request) {
  return request.attributes && std::ranges::any_of(*request.attributes, [](const auto& attribute) {
           return attribute.name == capacity_attribute && attribute.value == "fargate";
         });
}

/// What an agent says of its machine, laid over the row: first and repeated registrations alike.
Result<void> read_registration(const gen::ecs::RegisterContainerInstanceRequest& request,
                               const Stamp& stamp, ContainerInstance& instance) {
  instance.registered = TRY(read_resources(request.total_resources));
  if (request.version_info) {
    instance.agent = {request.version_info->agent_version.value_or(""),
                      request.version_info->agent_hash.value_or(""),
                      request.version_info->docker_version.value_or("")};
  }
  auto tags = TRY(read_tags(request.tags));
  tags.merge(instance.tags);
  TRY_VOID(check_tag_count(tags));
  instance.tags = std::move(tags);
  instance.private_address = stamp.peer;
  for (const auto& attribute : request.attributes.value_or(std::vector<gen::ecs::Attribute>{})) {
    set_attribute(instance, {attribute.name, attribute.value});
  }
  const auto identity = read_identity(request.instance_identity_document.value_or(""));
  if (!identity.instance_id.empty()) instance.ec2_instance_id = identity.instance_id;
  if (!identity.private_address.empty()) instance.private_address = identity.private_address;
  const auto* zone = find_attribute(instance, "ecs.availability-zone");
  instance.availability_zone = zone && zone->value ? *zone->value : stamp.realm.region + "a";
  if (!zone) instance.attributes.push_back({"ecs.availability-zone", instance.availability_zone});
  instance.capacity = is_hidden(request) ? model::Capacity::fargate : model::Capacity::ec2;
  return {};
}

/// The cluster that an agent registers into. Hidden capacity serves all clusters and needs none.
Result<model::Cluster> home_of(const View& view,
                               const gen::ecs::RegisterContainerInstanceRequest& request,
                               const Stamp& stamp) {
  if (!is_hidden(request)) return *TRY(find_cluster(view, stamp, request.cluster));
  model::Cluster cluster;
  cluster.arn = cluster_arn(stamp, request.cluster);
  cluster.name = short_id(cluster.arn);
  return cluster;
}

/// All instances named, or the first error.
Result<std::vector<const ContainerInstance*>> find_all(const View& view,
                                                       const model::Cluster& cluster,
                                                       const std::vector<std::string>& names,
                                                       std::vector<gen::ecs::Failure>& failures) {
  if (names.empty()) {
    return fail(ErrorCode::invalid_parameter, "Container Instances cannot be empty.");
  }
  std::vector<const ContainerInstance*> found;
  for (const auto& name : names) {
    if (const auto* instance = TRY(find_container_instance(view, cluster, name))) {
      found.push_back(instance);
    } else {
      failures.push_back(missing(arn_in_cluster(cluster, "container-instance", name)));
    }
  }
  return found;
}

}  // namespace

Result<Change<gen::ecs::RegisterContainerInstanceResponse>> register_container_instance(
    const View& view, const gen::ecs::RegisterContainerInstanceRequest& request,
    const Stamp& stamp) {
  TRY_VOID(refuse({{"platformDevices", filled(request.platform_devices)}}));
  const auto cluster = TRY(home_of(view, request, stamp));
  Change<gen::ecs::RegisterContainerInstanceResponse> change;
  const auto* known =
      TRY(find_container_instance(view, cluster, request.container_instance_arn.value_or("")));
  if (known && known->status != ContainerInstanceStatus::inactive) {
    auto instance = *known;
    TRY_VOID(read_registration(request, stamp, instance));
    ++instance.version;
    change.response.container_instance = show(view, instance);
    change.commands.push_back(state::UpdateContainerInstance{std::move(instance)});
    return change;
  }
  ContainerInstance instance;
  instance.arn = model::ContainerInstanceArn{
      arn_in_cluster(cluster, "container-instance", stamp.entropy.hex(32))};
  instance.cluster_arn = cluster.arn;
  instance.ec2_instance_id = "i-" + stamp.entropy.hex(17);
  instance.registered_at = stamp.now;
  instance.agent_connected_at = stamp.now;
  TRY_VOID(read_registration(request, stamp, instance));
  change.response.container_instance = show(view, instance);
  change.commands.push_back(state::CreateContainerInstance{std::move(instance)});
  return change;
}

Result<Change<gen::ecs::DeregisterContainerInstanceResponse>> deregister_container_instance(
    const View& view, const gen::ecs::DeregisterContainerInstanceRequest& request,
    const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto* found = TRY(find_container_instance(view, cluster, request.container_instance));
  if (!found || found->capacity == model::Capacity::fargate) {
    return fail(ErrorCode::invalid_parameter, "The referenced container instance was not found.");
  }
  const auto& tasks = view.tasks_on(found->arn);
  if (!tasks.empty() && !request.force.value_or(false)) {
    return fail(ErrorCode::invalid_parameter, "Found running tasks on the instance.");
  }
  Change<gen::ecs::DeregisterContainerInstanceResponse> change;
  for (const auto& arn : tasks) {
    const auto& task = view.tasks().at(arn);
    auto drained = launch::drain_targets(view, task, stamp.now);
    std::ranges::move(drained, std::back_inserter(change.commands));
    change.commands.push_back(state::UpdateTask{
        rules::lost(task, gen::ecs::TaskStopCode::user_initiated,
                    "Container instance deregistration forced by user", stamp.now)});
  }
  auto instance = *found;
  instance.status = ContainerInstanceStatus::inactive;
  instance.agent_connected = false;
  instance.agent_connected_at = stamp.now;
  ++instance.version;
  change.response.container_instance = show(view, instance);
  change.commands.push_back(state::UpdateContainerInstance{std::move(instance)});
  return change;
}

Result<Change<gen::ecs::DescribeContainerInstancesResponse>> describe_container_instances(
    const View& view, const gen::ecs::DescribeContainerInstancesRequest& request,
    const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  if (request.container_instances.size() > 100) {
    return fail(ErrorCode::invalid_parameter,
                "Container Instances cannot have more than 100 elements.");
  }
  using Field = gen::ecs::ContainerInstanceField;
  TRY_VOID(refuse({{"include CONTAINER_INSTANCE_HEALTH",
                    includes(request.include, Field::container_instance_health)}}));
  Change<gen::ecs::DescribeContainerInstancesResponse> change;
  auto& failures = change.response.failures.emplace();
  auto& shown = change.response.container_instances.emplace();
  for (const auto* instance : TRY(find_all(view, cluster, request.container_instances, failures))) {
    shown.push_back(show(view, *instance));
    if (includes(request.include, Field::tags)) shown.back().tags = show_tags(instance->tags);
  }
  return change;
}

Result<Change<gen::ecs::ListContainerInstancesResponse>> list_container_instances(
    const View& view, const gen::ecs::ListContainerInstancesRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  std::optional<rules::ClusterQuery> filter;
  if (request.filter) filter = TRY(rules::parse_cluster_query(*request.filter));
  using Status = gen::ecs::ContainerInstanceStatus;
  std::vector<std::string> arns;
  for (const auto& arn : view.instances_in(cluster.arn)) {
    const auto& instance = view.container_instances().at(arn);
    const bool active = instance.status == ContainerInstanceStatus::active;
    if (request.status && *request.status != (active ? Status::active : Status::draining)) continue;
    if (filter && !matches(*filter, queried(view, instance))) continue;
    arns.push_back(arn.text());
  }
  auto page = TRY(page_of(arns, request.next_token, request.max_results));
  Change<gen::ecs::ListContainerInstancesResponse> change;
  change.response.container_instance_arns = std::move(page.keys);
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::ecs::UpdateContainerInstancesStateResponse>> update_container_instances_state(
    const View& view, const gen::ecs::UpdateContainerInstancesStateRequest& request,
    const Stamp& stamp) {
  using Status = gen::ecs::ContainerInstanceStatus;
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  if (request.status != Status::active && request.status != Status::draining) {
    return fail(ErrorCode::invalid_parameter,
                "Container instance status should be one of [ACTIVE, DRAINING]");
  }
  if (request.container_instances.size() > 10) {
    return fail(ErrorCode::invalid_parameter,
                "Container Instances cannot have more than 10 elements.");
  }
  Change<gen::ecs::UpdateContainerInstancesStateResponse> change;
  auto& failures = change.response.failures.emplace();
  auto& shown = change.response.container_instances.emplace();
  for (const auto* found : TRY(find_all(view, cluster, request.container_instances, failures))) {
    if (found->status == ContainerInstanceStatus::inactive) {
      auto failure = missing(found->arn.text());
      failure.reason = "INACTIVE";
      failures.push_back(std::move(failure));
      continue;
    }
    auto instance = *found;
    instance.status = request.status == Status::active ? ContainerInstanceStatus::active
                                                       : ContainerInstanceStatus::draining;
    if (instance.status != found->status) ++instance.version;
    shown.push_back(show(view, instance));
    if (instance.status != found->status) {
      change.commands.push_back(state::UpdateContainerInstance{std::move(instance)});
    }
  }
  return change;
}

Result<Change<gen::ecs::DiscoverPollEndpointResponse>> discover_poll_endpoint(
    const View&, const gen::ecs::DiscoverPollEndpointRequest&, const Stamp& stamp) {
  Change<gen::ecs::DiscoverPollEndpointResponse> change;
  change.response.endpoint = stamp.endpoint + "/acs";
  change.response.telemetry_endpoint = stamp.endpoint + "/tcs";
  return change;
}

}  // namespace berth::api::ecs
