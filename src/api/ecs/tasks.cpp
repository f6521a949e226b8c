// RunTask, StartTask, StopTask (behaviour §1.6.1, §1.6.2, §1.5.5).
#include <algorithm>

#include <fmt/format.h>

#include "api/ecs/clusters/capacity.hpp"
#include "api/ecs/names.hpp"
#include "api/ecs/placement.hpp"
#include "api/ecs/tags.hpp"
#include "api/ecs/task_network.hpp"
#include "api/ecs/task_overrides.hpp"
#include "api/ecs/task_view.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"
#include "launch/launcher.hpp"
#include "launch/task_targets.hpp"
#include "rules/placement/capacity_provider_strategy.hpp"
#include "rules/placement/constraint.hpp"
#include "state/snapshot.hpp"
#include "wire/cbor/cbor.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::LaunchType;

/// What RunTask and StartTask have in common.
struct Order {
  const model::Cluster* cluster = nullptr;
  rules::TaskWish wish;
  TaskNetworkChoice network;
};

template <class Request>
Result<void> check_texts(const Request& request) {
  const auto started_by = request.started_by.value_or("");
  if (started_by.size() > 128 || !only_alphanumeric_or(started_by, "/_-")) {
    return fail(ErrorCode::invalid_parameter,
                "startedBy may have up to 128 letters, numbers, hyphens, forward slashes and "
                "underscores.");
  }
  const auto group = request.group.value_or("");
  if (group.size() > 255 || group.starts_with("service:")) {
    return fail(ErrorCode::invalid_parameter,
                "group may have up to 255 characters and must not begin with 'service:'.");
  }
  if (request.propagate_tags == gen::ecs::PropagateTags::service) {
    return fail(ErrorCode::invalid_parameter, "propagateTags SERVICE is not valid for a task.");
  }
  return refuse({{"enableExecuteCommand", request.enable_execute_command.value_or(false)},
                 {"volumeConfigurations", filled(request.volume_configurations)},
                 {"referenceId", request.reference_id.has_value()}});
}

template <class Request>
Result<model::Tags> task_tags(const Request& request, const model::TaskDefinition& definition,
                              const model::Cluster& cluster) {
  auto tags = TRY(read_tags(request.tags));
  if (request.propagate_tags == gen::ecs::PropagateTags::task_definition) {
    for (const auto& [key, value] : definition.tags) tags.emplace(key, value);
  }
  TRY_VOID(check_tag_count(tags));
  if (request.enable_ecs_managed_tags.value_or(false)) tags["aws:ecs:clusterName"] = cluster.name;
  return tags;
}

template <class Request>
Result<Order> read_order(const View& view, const Request& request, const Stamp& stamp,
                         const model::Cluster& cluster, LaunchType launch_type) {
  Order order;
  order.cluster = &cluster;
  TRY_VOID(check_texts(request));
  const auto* definition = TRY(usable_task_definition(view, stamp, request.task_definition));
  order.network = TRY(
      choose_network(view, stamp, definition->body, launch_type, request.network_configuration));
  order.wish.definition = definition;
  order.wish.cluster_arn = order.cluster->arn;
  order.wish.group = request.group.value_or("family:" + definition->family);
  order.wish.started_by = request.started_by.value_or("");
  order.wish.launch_type = launch_type;
  order.wish.overrides = TRY(read_overrides(request.overrides, definition->body));
  order.wish.tags = TRY(task_tags(request, *definition, *order.cluster));
  return order;
}

gen::ecs::Failure show(const launch::Failure& failure) {
  gen::ecs::Failure shown;
  if (failure.container_instance_arn) shown.arn = failure.container_instance_arn->text();
  shown.reason = failure.reason;
  return shown;
}

/// The answer to a repeated clientToken, or nothing for a new one.
Result<std::optional<gen::ecs::RunTaskResponse>> repeated(const View& view,
                                                          const model::ClientTokenKey& key,
                                                          std::int64_t fingerprint) {
  const auto* known = view.client_tokens().find(key);
  if (!known) return std::nullopt;
  if (known->fingerprint != fingerprint) {
    return std::unexpected(Error{ErrorCode::conflict,
                                 "The request used a clientToken that was used before with other "
                                 "parameters.",
                                 known->resource_ids});
  }
  gen::ecs::RunTaskResponse response;
  response.failures.emplace();
  auto& tasks = response.tasks.emplace();
  for (const auto& arn : known->resource_ids) {
    const auto* task = view.tasks().find(model::TaskArn{arn});
    if (task) tasks.push_back(show_task(view, *task, ShowTags::yes));
  }
  return response;
}

void place(const launch::Launched& launched, const View& view, std::vector<gen::ecs::Task>& tasks,
           std::vector<gen::ecs::Failure>& failures, std::vector<Command>& commands) {
  for (const auto& failure : launched.failures) failures.push_back(show(failure));
  if (!launched.task) return;
  tasks.push_back(show_task(view, *launched.task, ShowTags::yes));
  commands.push_back(state::CreateTask{*launched.task});
}

/// The state as it will be once the default VPC exists, for the launcher to find its subnets.
state::State with(const View& view, const std::vector<Command>& commands) {
  state::State next;
  next.restore(view.snapshot());
  state::Changes ignored;
  for (const auto& command : commands) next.apply(command, ignored);
  return next;
}

}  // namespace

Result<Change<gen::ecs::RunTaskResponse>> run_task(const View& view,
                                                   const gen::ecs::RunTaskRequest& request,
                                                   const Stamp& stamp) {
  const auto count = request.count.value_or(1);
  if (count < 1 || count > 10) {
    return fail(ErrorCode::invalid_parameter,
                count > 10 ? "Count cannot be greater than 10." : "Count must be at least 1.");
  }
  if (request.client_token && request.client_token->size() > 64) {
    return fail(ErrorCode::invalid_parameter, "clientToken may have up to 64 characters.");
  }
  const model::ClientTokenKey key{stamp.realm, "RunTask", request.client_token.value_or("")};
  const auto fingerprint = static_cast<std::int64_t>(stable_hash(wire::cbor::encode(request)));
  if (request.client_token) {
    auto first = TRY(repeated(view, key, fingerprint));
    if (first) return Change<gen::ecs::RunTaskResponse>{std::move(*first), {}};
  }
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto capacity =
      TRY(choose_capacity(cluster, request.launch_type, request.capacity_provider_strategy));
  auto order = TRY(read_order(view, request, stamp, cluster, capacity.launch_type));
  TRY_VOID(check_launch_type(capacity.launch_type, *order.wish.definition));
  TRY_VOID(read_platform_version(request.platform_version, capacity.launch_type));
  order.wish.placement_constraints =
      TRY(read_placement_constraints(request.placement_constraints, order.wish.launch_type));
  TRY_VOID(rules::check_constraint_count(order.wish.placement_constraints,
                                         order.wish.definition->body.placement_constraints));
  order.wish.placement_strategy =
      TRY(read_placement_strategy(request.placement_strategy, order.wish.launch_type));
  Change<gen::ecs::RunTaskResponse> change{{}, order.network.commands};
  auto& tasks = change.response.tasks.emplace();
  auto& failures = change.response.failures.emplace();
  std::optional<state::State> extended;
  if (!change.commands.empty()) extended = with(view, change.commands);
  launch::Launcher launcher(extended ? *extended : view, stamp.entropy, std::move(order.wish),
                            order.network.configuration, stamp.now);
  rules::ProviderCounts providers;
  for (int i = 0; i < count; ++i) {
    if (!capacity.strategy.empty()) {
      const auto& provider = rules::next_provider(capacity.strategy, providers);
      launcher.use_capacity_provider(provider);
      ++providers[provider];
    }
    place(launcher.launch(), view, tasks, failures, change.commands);
  }
  if (tasks.empty() && failures.empty()) {
    return fail(ErrorCode::invalid_parameter, "No Container Instances were found in your cluster.");
  }
  if (request.client_token) {
    model::ClientToken token{key, fingerprint, {}, stamp.now};
    for (const auto& task : tasks) token.resource_ids.push_back(*task.task_arn);
    change.commands.push_back(state::RememberClientToken{std::move(token)});
  }
  return change;
}

Result<Change<gen::ecs::StartTaskResponse>> start_task(const View& view,
                                                       const gen::ecs::StartTaskRequest& request,
                                                       const Stamp& stamp) {
  if (request.container_instances.empty()) {
    return fail(ErrorCode::invalid_parameter, "Container Instances cannot be empty.");
  }
  if (request.container_instances.size() > 10) {
    return fail(ErrorCode::invalid_parameter,
                "Container Instances cannot have more than 10 elements.");
  }
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  auto order = TRY(read_order(view, request, stamp, cluster, LaunchType::ec2));
  Change<gen::ecs::StartTaskResponse> change{{}, order.network.commands};
  auto& tasks = change.response.tasks.emplace();
  auto& failures = change.response.failures.emplace();
  std::optional<state::State> extended;
  if (!change.commands.empty()) extended = with(view, change.commands);
  launch::Launcher launcher(extended ? *extended : view, stamp.entropy, std::move(order.wish),
                            order.network.configuration, stamp.now);
  for (const auto& name : request.container_instances) {
    const auto* instance = TRY(find_container_instance(view, *order.cluster, name));
    if (!instance) {
      failures.push_back(missing(arn_in_cluster(*order.cluster, "container-instance", name)));
      continue;
    }
    place(launcher.launch_on(*instance), view, tasks, failures, change.commands);
  }
  return change;
}

Result<Change<gen::ecs::StopTaskResponse>> stop_task(const View& view,
                                                     const gen::ecs::StopTaskRequest& request,
                                                     const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto* task = TRY(find_task(view, cluster, request.task));
  if (!task) return fail(ErrorCode::invalid_parameter, "The referenced task was not found.");
  Change<gen::ecs::StopTaskResponse> change;
  change.commands = launch::stop_task(view, *task, gen::ecs::TaskStopCode::user_initiated,
                                      request.reason.value_or("Task stopped by user"), stamp.now);
  const model::Task* shown = task;
  if (!change.commands.empty()) {
    shown = &std::get<state::UpdateTask>(change.commands.back()).task;
  }
  change.response.task = show_task(view, *shown, ShowTags::yes);
  return change;
}

}  // namespace berth::api::ecs
