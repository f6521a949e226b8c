// ExplainService, ExplainTask: where a service's next task would go and what keeps each instance
// from taking it, how its targets stand, and why a task is where it is. AWS has no such calls.
#include <algorithm>

#include "api/ecs/names.hpp"
#include "api/elbv2/parts/show.hpp"
#include "gen/explain/operations.hpp"
#include "launch/launcher.hpp"
#include "launch/placement_request.hpp"
#include "launch/task_targets.hpp"

namespace berth::api::explain {

namespace {

using elbv2::parts::TargetUse;
using gen::explain::InstanceVerdict;
using gen::explain::ServiceStanding;
using gen::explain::TargetStanding;
using gen::explain::TaskStanding;

/// Hidden capacity has no name that a client could ask for.
std::string place_name(const model::ContainerInstanceArn& arn, bool hidden) {
  return hidden ? "FARGATE" : arn.text();
}

std::vector<InstanceVerdict> show(const std::vector<rules::Verdict>& verdicts) {
  std::vector<InstanceVerdict> shown;
  for (const auto& each : verdicts) {
    const auto& instance = *each.candidate->instance;
    InstanceVerdict verdict;
    verdict.container_instance_arn =
        place_name(instance.arn, instance.capacity == model::Capacity::fargate);
    verdict.ec2_instance_id = instance.ec2_instance_id;
    verdict.availability_zone = instance.availability_zone;
    verdict.verdict = std::string(each.reason.value_or("FITS"));
    verdict.detail = each.detail;
    verdict.chosen = each.chosen;
    shown.push_back(std::move(verdict));
  }
  return shown;
}

/// A daemon has one task on an instance, whatever room there is.
void note_served(const View& view, const model::Service& daemon,
                 std::vector<InstanceVerdict>& verdicts) {
  const auto& counts = view.occupancy().of_group(daemon.cluster_arn, "service:" + daemon.name);
  for (auto& verdict : verdicts) {
    verdict.chosen = false;
    if (!counts.contains(model::ContainerInstanceArn{*verdict.container_instance_arn})) continue;
    verdict.verdict = "SERVED";
    verdict.detail = "has its task";
  }
}

/// Where one more task of the deployment would go.
std::vector<InstanceVerdict> next_place(const View& view, const model::Service& service,
                                        const model::Deployment& deployment, const Stamp& stamp) {
  auto wish = launch::wish_of(view, service, deployment);
  if (!wish) return {};
  launch::Launcher launcher(view, stamp.entropy, std::move(*wish),
                            view.revision_of(deployment).network_configuration, stamp.now);
  auto verdicts = show(launcher.explain());
  if (is_daemon(service)) note_served(view, service, verdicts);
  return verdicts;
}

ServiceStanding show(const View& view, const model::Service& service) {
  ServiceStanding shown;
  shown.service_arn = service.arn.text();
  shown.desired_count = service.desired_count;
  std::int32_t running = 0;
  for (const auto& arn : view.tasks_of(service.arn)) {
    running += view.tasks().at(arn).last_status == model::TaskStatus::running ? 1 : 0;
  }
  shown.running_count = running;
  auto& standing = shown.standing_events.emplace();
  for (const auto& [text, since] : service.standing_events) standing.push_back(text);
  if (service.deployments.empty()) return shown;
  const auto& deployment = service.deployments.front();
  shown.deployment_id = deployment.id.text();
  shown.rollout_state_reason = deployment.rollout_state_reason;
  shown.starts_again_at = deployment.throttled_until;
  return shown;
}

/// The targets of its tasks, those that are not registered yet among them.
std::vector<TargetStanding> targets_of(const View& view, const model::Service& service,
                                       Instant now) {
  std::vector<TargetStanding> shown;
  for (const auto& arn : view.tasks_of(service.arn)) {
    const auto& task = view.tasks().at(arn);
    if (!is_alive(task)) continue;
    for (const auto& [group, wanted] : launch::targets_of(view, task, now)) {
      TargetStanding standing;
      standing.task_arn = arn.text();
      standing.target_group_arn = group.text();
      standing.id = wanted.key.id;
      standing.port = wanted.key.port;
      standing.state = "unregistered";
      if (const auto* target = find_target(view.target_groups().at(group), wanted.key)) {
        const auto use =
            view.listeners_to(group).empty() ? TargetUse::no_load_balancer : TargetUse::in_use;
        const auto health = elbv2::parts::show_health(target->health, use);
        if (health.state) standing.state = std::string(text(*health.state));
        standing.reason = health.description;
      }
      shown.push_back(std::move(standing));
    }
  }
  return shown;
}

TaskStanding show(const model::Task& task) {
  TaskStanding shown;
  shown.task_arn = task.arn.text();
  if (task.service_arn) shown.service_arn = task.service_arn->text();
  shown.last_status = std::string(api_text(task.last_status));
  shown.container_instance_arn =
      place_name(task.container_instance_arn, task.launch_type == gen::ecs::LaunchType::fargate);
  shown.availability_zone = task.availability_zone;
  shown.placement_reason = task.placement_reason;
  if (task.stop_code) shown.stop_code = std::string(text(*task.stop_code));
  if (!task.stopped_reason.empty()) shown.stopped_reason = task.stopped_reason;
  return shown;
}

/// Where its service would place one: of its own deployment, or of what replaced that.
std::vector<InstanceVerdict> place_of_another(const View& view, const model::Service& service,
                                              const model::Task& task, const Stamp& stamp) {
  if (service.deployments.empty()) return {};
  const auto own = std::ranges::find(service.deployments, task.started_by,
                                     [](const auto& each) { return each.id.text(); });
  const auto& deployment = own == service.deployments.end() ? service.deployments.front() : *own;
  return next_place(view, service, deployment, stamp);
}

/// A task of its kind, as somebody would run it now. The constraints and the subnets that it was
/// run with are not kept.
std::vector<InstanceVerdict> place_of_another(const View& view, const model::Task& task,
                                              const Stamp& stamp) {
  const auto* service = task.service_arn ? view.services().find(*task.service_arn) : nullptr;
  if (service) return place_of_another(view, *service, task, stamp);
  rules::TaskWish wish;
  wish.definition = view.find_task_definition(task.task_definition_arn);
  if (!wish.definition) return {};
  wish.cluster_arn = task.cluster_arn;
  wish.group = task.group;
  wish.launch_type = task.launch_type;
  wish.overrides = task.overrides;
  launch::Launcher launcher(view, stamp.entropy, std::move(wish), std::nullopt, stamp.now);
  return show(launcher.explain());
}

}  // namespace

Result<Change<gen::explain::ExplainServiceResponse>> explain_service(
    const View& view, const gen::explain::ExplainServiceRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(ecs::find_cluster(view, stamp, request.cluster));
  const auto* service = TRY(ecs::find_service(view, cluster, request.service));
  if (!service) return fail(ErrorCode::service_not_found, "Service not found.");
  Change<gen::explain::ExplainServiceResponse> change;
  change.response.service = show(view, *service);
  change.response.targets = targets_of(view, *service, stamp.now);
  auto& next = change.response.next_task.emplace();
  if (!service->deployments.empty()) {
    next = next_place(view, *service, service->deployments.front(), stamp);
  }
  return change;
}

Result<Change<gen::explain::ExplainTaskResponse>> explain_task(
    const View& view, const gen::explain::ExplainTaskRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(ecs::find_cluster(view, stamp, request.cluster));
  const auto* task = TRY(ecs::find_task(view, cluster, request.task));
  if (!task) return fail(ErrorCode::invalid_parameter, "The referenced task was not found.");
  Change<gen::explain::ExplainTaskResponse> change;
  change.response.task = show(*task);
  change.response.another_task = place_of_another(view, *task, stamp);
  return change;
}

}  // namespace berth::api::explain
