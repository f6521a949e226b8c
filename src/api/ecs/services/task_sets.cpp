// CreateTaskSet, UpdateTaskSet, DeleteTaskSet, DescribeTaskSets, UpdateServicePrimaryTaskSet
// (behaviour §1.12).
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/ecs/clusters/capacity.hpp"
#include "api/ecs/names.hpp"
#include "api/ecs/services/deployments.hpp"
#include "api/ecs/services/service_checks.hpp"
#include "api/ecs/services/service_view.hpp"
#include "api/ecs/tags.hpp"
#include "api/ecs/task_network.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/deployments/circuit_breaker.hpp"
#include "rules/services/schedules/schedules.hpp"

namespace berth::api::ecs {

namespace {

using model::Deployment;
using model::DeploymentStatus;
using model::Service;

/// ECS: the quota "task sets per service".
constexpr std::size_t task_sets_max = 5;
/// DescribeTaskSets takes no more names.
constexpr std::size_t names_max = 100;
/// As a value of a Cloud Map attribute, which it becomes.
constexpr std::size_t external_id_max = 1024;

template <class... Args>
std::unexpected<Error> refused(fmt::format_string<Args...> text, Args&&... args) {
  return fail(ErrorCode::invalid_parameter, fmt::format(text, std::forward<Args>(args)...));
}

Result<Service> find_external(const View& view, const Stamp& stamp, const std::string& cluster,
                              const std::string& name) {
  auto service = TRY(find_active_service(view, stamp, cluster, name));
  if (!is_external(service)) {
    return refused("The deployment controller of the service {} is not EXTERNAL.", service.name);
  }
  return service;
}

/// By id or ARN.
Result<Deployment*> find_set(Service& service, const std::string& name) {
  const auto found = std::ranges::find_if(service.deployments, [&](const Deployment& each) {
    return each.id.text() == name || each.task_set->arn.text() == name;
  });
  if (found == service.deployments.end()) {
    return fail(ErrorCode::task_set_not_found, "The specified task set was not found.");
  }
  return &*found;
}

Result<double> read_scale(const gen::ecs::Scale& scale) {
  const auto value = scale.value.value_or(0);
  if (!(value >= 0 && value <= 100)) {
    return refused("The scale of a task set must be between 0 and 100 percent.");
  }
  return value;
}

/// The parts of the request that make a revision, laid over a copy of the service.
Result<model::ServiceRevision> read_revision(const View& view,
                                             const gen::ecs::CreateTaskSetRequest& request,
                                             const Stamp& stamp, Service service,
                                             std::vector<Command>& commands) {
  const auto* definition = TRY(usable_task_definition(view, stamp, request.task_definition));
  service.task_definition_arn = definition->arn;
  auto capacity = TRY(choose_capacity(view.clusters().at(service.cluster_arn), request.launch_type,
                                      request.capacity_provider_strategy));
  service.launch_type = capacity.launch_type;
  service.capacity_provider_strategy = std::move(capacity.strategy);
  TRY_VOID(check_launch_type(service.launch_type, *definition));
  service.platform_version =
      TRY(read_platform_version(request.platform_version, service.launch_type));
  auto network = TRY(choose_network(view, stamp, definition->body, service.launch_type,
                                    request.network_configuration));
  service.network_configuration = std::move(network.configuration);
  commands = std::move(network.commands);
  service.load_balancers = request.load_balancers.value_or(std::vector<gen::ecs::LoadBalancer>{});
  TRY_VOID(check_load_balancers(view, service.load_balancers, definition->body, stamp));
  TRY_VOID(check_constraint_count(view, service));
  return new_revision(service, stamp);
}

Deployment new_set(const Service& service, const model::ServiceRevision& revision,
                   const Stamp& stamp) {
  Deployment set;
  set.id = new_deployment_id(stamp);
  set.status = DeploymentStatus::active;
  set.service_revision_arn = revision.arn;
  set.created_at = stamp.now;
  set.updated_at = stamp.now;
  auto& part = set.task_set.emplace();
  part.arn = model::TaskSetArn{
      stamp.arn("ecs", fmt::format("task-set/{}/{}/{}", short_id(service.cluster_arn), service.name,
                                   set.id.text()))};
  part.stability_status_at = stamp.now;
  return set;
}

/// The task set that the token made before, or null for a new one. It runs what is asked for: what
/// may change later, its scale and its tags, is not compared. One on its way out is forgotten.
Result<const Deployment*> repeated(const View& view, const Service& service,
                                   const gen::ecs::CreateTaskSetRequest& request,
                                   const model::ServiceRevision& wanted) {
  if (!request.client_token) return nullptr;
  const auto found = std::ranges::find_if(service.deployments, [&](const Deployment& each) {
    return each.task_set->client_token == request.client_token &&
           each.status != DeploymentStatus::draining;
  });
  if (found == service.deployments.end()) return nullptr;
  const auto& first = view.revision_of(*found);
  const bool same = first.task_definition_arn == wanted.task_definition_arn &&
                    first.launch_type == wanted.launch_type &&
                    first.capacity_provider_strategy == wanted.capacity_provider_strategy &&
                    first.platform_version == wanted.platform_version &&
                    first.network_configuration == wanted.network_configuration &&
                    first.load_balancers == wanted.load_balancers &&
                    found->task_set->external_id == request.external_id.value_or("");
  if (!same) return refused("Creation of task set was not idempotent.");
  return &*found;
}

/// One that may be changed: not on its way out.
Result<Deployment*> find_kept_set(Service& service, const std::string& name) {
  auto* set = TRY(find_set(service, name));
  if (set->status == DeploymentStatus::draining) {
    return refused("The task set {} is being deleted.", set->id.text());
  }
  return set;
}

}  // namespace

Result<Change<gen::ecs::CreateTaskSetResponse>> create_task_set(
    const View& view, const gen::ecs::CreateTaskSetRequest& request, const Stamp& stamp) {
  auto service = TRY(find_external(view, stamp, request.cluster, request.service));
  TRY_VOID(refuse({{"serviceRegistries", filled(request.service_registries)}}));
  TRY_VOID(check_client_token(request.client_token));
  if (request.external_id.value_or("").size() > external_id_max) {
    return refused("externalId may have up to {} characters.", external_id_max);
  }
  Change<gen::ecs::CreateTaskSetResponse> change;
  const auto revision = TRY(read_revision(view, request, stamp, service, change.commands));
  if (const auto* first = TRY(repeated(view, service, request, revision))) {
    change.commands.clear();
    change.response.task_set = show_task_set(view, service, *first);
    return change;
  }
  if (service.deployments.size() >= task_sets_max) {
    return fail(ErrorCode::limit_exceeded,
                fmt::format("A service can have at most {} task sets.", task_sets_max));
  }
  auto set = new_set(service, revision, stamp);
  set.task_set->scale_percent = request.scale ? TRY(read_scale(*request.scale)) : 0;
  set.task_set->external_id = request.external_id.value_or("");
  set.task_set->client_token = request.client_token;
  set.task_set->tags = TRY(read_tags(request.tags));
  set.desired_count =
      rules::computed_desired_count(service.desired_count, set.task_set->scale_percent);
  change.response.task_set = show_task_set(view, service, set, &revision);
  change.response.task_set->tags = show_tags(set.task_set->tags);
  service.deployments.insert(service.deployments.begin(), std::move(set));
  change.commands.push_back(state::CreateServiceRevision{revision});
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

Result<Change<gen::ecs::UpdateTaskSetResponse>> update_task_set(
    const View& view, const gen::ecs::UpdateTaskSetRequest& request, const Stamp& stamp) {
  auto service = TRY(find_external(view, stamp, request.cluster, request.service));
  auto& set = *TRY(find_kept_set(service, request.task_set));
  set.task_set->scale_percent = TRY(read_scale(request.scale));
  set.desired_count =
      rules::computed_desired_count(service.desired_count, set.task_set->scale_percent);
  set.updated_at = stamp.now;
  Change<gen::ecs::UpdateTaskSetResponse> change;
  change.response.task_set = show_task_set(view, service, set);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

Result<Change<gen::ecs::DeleteTaskSetResponse>> delete_task_set(
    const View& view, const gen::ecs::DeleteTaskSetRequest& request, const Stamp& stamp) {
  auto service = TRY(find_external(view, stamp, request.cluster, request.service));
  auto& set = *TRY(find_set(service, request.task_set));
  if (set.task_set->scale_percent > 0 && !request.force.value_or(false)) {
    return refused("The task set cannot be deleted while it is scaled above 0.");
  }
  if (set.status == DeploymentStatus::primary) rules::show_workload({}, service);
  set.status = DeploymentStatus::draining;
  set.desired_count = 0;
  set.updated_at = stamp.now;
  Change<gen::ecs::DeleteTaskSetResponse> change;
  change.response.task_set = show_task_set(view, service, set);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

Result<Change<gen::ecs::DescribeTaskSetsResponse>> describe_task_sets(
    const View& view, const gen::ecs::DescribeTaskSetsRequest& request, const Stamp& stamp) {
  auto service = TRY(find_external(view, stamp, request.cluster, request.service));
  Change<gen::ecs::DescribeTaskSetsResponse> change;
  auto& shown = change.response.task_sets.emplace();
  auto& failures = change.response.failures.emplace();
  std::vector<const Deployment*> wanted;
  if (filled(request.task_sets)) {
    if (request.task_sets->size() > names_max) {
      return refused("taskSets cannot have more than {} elements.", names_max);
    }
    const std::set<std::string> names(request.task_sets->begin(), request.task_sets->end());
    for (const auto& name : names) {
      if (const auto found = find_set(service, name)) {
        wanted.push_back(*found);
      } else {
        failures.push_back(missing(name));
      }
    }
  } else {
    for (const auto& each : service.deployments) wanted.push_back(&each);
  }
  for (const auto* each : wanted) {
    shown.push_back(show_task_set(view, service, *each));
    if (includes(request.include, gen::ecs::TaskSetField::tags)) {
      shown.back().tags = show_tags(each->task_set->tags);
    }
  }
  return change;
}

Result<Change<gen::ecs::UpdateServicePrimaryTaskSetResponse>> update_service_primary_task_set(
    const View& view, const gen::ecs::UpdateServicePrimaryTaskSetRequest& request,
    const Stamp& stamp) {
  auto service = TRY(find_external(view, stamp, request.cluster, request.service));
  auto& set = *TRY(find_kept_set(service, request.primary_task_set));
  for (auto& each : service.deployments) {
    if (each.status == DeploymentStatus::primary) each.status = DeploymentStatus::active;
  }
  set.status = DeploymentStatus::primary;
  set.updated_at = stamp.now;
  rules::show_workload(view.revision_of(set), service);
  Change<gen::ecs::UpdateServicePrimaryTaskSetResponse> change;
  change.response.task_set = show_task_set(view, service, set);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

}  // namespace berth::api::ecs
