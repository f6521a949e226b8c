// DescribeTasks, ListTasks.
#include "api/ecs/names.hpp"
#include "api/ecs/task_view.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

/// Which tasks ListTasks wants; empty members match all.
struct Filter {
  std::optional<model::ContainerInstanceArn> instance;
  std::optional<std::string> family, started_by, group;
  std::optional<gen::ecs::LaunchType> launch_type;
  model::DesiredStatus desired = model::DesiredStatus::running;

  bool matches(const model::Task& task) const {
    return task.desired_status == desired &&
           (!instance || task.container_instance_arn == *instance) &&
           (!family || task.family == *family) && (!started_by || task.started_by == *started_by) &&
           (!group || task.group == *group) && (!launch_type || task.launch_type == *launch_type);
  }
};

Result<Filter> read_filter(const View& view, const model::Cluster& cluster,
                           const gen::ecs::ListTasksRequest& request) {
  if (request.started_by &&
      (request.container_instance || request.family || request.service_name)) {
    return fail(ErrorCode::invalid_parameter,
                "startedBy cannot be combined with containerInstance, family or serviceName.");
  }
  Filter filter;
  if (request.container_instance) {
    const auto* instance = TRY(find_container_instance(view, cluster, *request.container_instance));
    if (!instance) {
      return fail(ErrorCode::invalid_parameter, "The referenced container instance was not found.");
    }
    filter.instance = instance->arn;
  }
  if (request.service_name) {
    const auto* service = TRY(find_service(view, cluster, *request.service_name));
    if (!service) return fail(ErrorCode::service_not_found, "Service not found.");
    filter.group = "service:" + service->name;
  }
  filter.family = request.family;
  filter.started_by = request.started_by;
  filter.launch_type = request.launch_type;
  if (request.desired_status == gen::ecs::DesiredStatus::stopped) {
    filter.desired = model::DesiredStatus::stopped;
  }
  return filter;
}

}  // namespace

Result<Change<gen::ecs::DescribeTasksResponse>> describe_tasks(
    const View& view, const gen::ecs::DescribeTasksRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  if (request.tasks.empty()) {
    return fail(ErrorCode::invalid_parameter, "Tasks cannot be empty.");
  }
  if (request.tasks.size() > 100) {
    return fail(ErrorCode::invalid_parameter, "Tasks cannot have more than 100 elements.");
  }
  const auto tags =
      includes(request.include, gen::ecs::TaskField::tags) ? ShowTags::yes : ShowTags::no;
  Change<gen::ecs::DescribeTasksResponse> change;
  auto& tasks = change.response.tasks.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& name : request.tasks) {
    if (const auto* task = TRY(find_task(view, cluster, name))) {
      tasks.push_back(show_task(view, *task, tags));
    } else {
      failures.push_back(missing(arn_in_cluster(cluster, "task", name)));
    }
  }
  return change;
}

Result<Change<gen::ecs::ListTasksResponse>> list_tasks(const View& view,
                                                       const gen::ecs::ListTasksRequest& request,
                                                       const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  TRY_VOID(refuse({{"daemonName", request.daemon_name.has_value()}}));
  const auto filter = TRY(read_filter(view, cluster, request));
  std::vector<std::string> arns;
  // PENDING is accepted and matches nothing: desiredStatus is RUNNING or STOPPED.
  if (request.desired_status != gen::ecs::DesiredStatus::pending) {
    const auto prefix = stamp.arn("ecs", "task/" + cluster.name + "/");
    for (auto row = view.tasks().lower_bound(model::TaskArn{prefix});
         row != view.tasks().end() && row->first.text().starts_with(prefix); ++row) {
      if (filter.matches(row->second)) arns.push_back(row->first.text());
    }
  }
  auto page = TRY(page_of(arns, request.next_token, request.max_results));
  Change<gen::ecs::ListTasksResponse> change;
  change.response.task_arns = std::move(page.keys);
  change.response.next_token = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::ecs
