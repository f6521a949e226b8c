#include "gen/ecs/service.hpp"

#include "base/shape.hpp"
#include "cli/command.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"

namespace berth::cli {

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t events_shown = 10;
/// What DescribeTasks takes at once.
constexpr std::int32_t tasks_shown = 100;

std::string facts(const gen::ecs::Service& service) {
  std::string groups;
  for (const auto& each : service.load_balancers.value_or(std::vector<gen::ecs::LoadBalancer>{})) {
    groups += (groups.empty() ? "" : ", ") + each.target_group_arn.value_or("");
  }
  Rows rows = {
      {"Service", service.service_name.value_or("")},
      {"Cluster", after_slash(service.cluster_arn)},
      {"Status", service.status.value_or("")},
      {"Task definition", after_slash(service.task_definition)},
      {"Tasks", counts_text(service)},
      {"Target groups", groups},
  };
  std::erase_if(rows, [](const auto& row) { return row[1].empty(); });
  return table(rows);
}

std::string deployments(const gen::ecs::Service& service) {
  Rows rows = {{"DEPLOYMENT", "STATUS", "TASK DEFINITION", "DESIRED", "RUNNING", "PENDING",
                "FAILED", "ROLLOUT", "REASON"}};
  for (const auto& each : service.deployments.value_or(std::vector<gen::ecs::Deployment>{})) {
    rows.push_back({each.id.value_or(""), each.status.value_or(""),
                    after_slash(each.task_definition),
                    std::to_string(each.desired_count.value_or(0)),
                    std::to_string(each.running_count.value_or(0)),
                    std::to_string(each.pending_count.value_or(0)),
                    std::to_string(each.failed_tasks.value_or(0)), rollout_text(each),
                    each.rollout_state_reason.value_or("")});
  }
  return table(rows);
}

std::string tasks(const std::vector<gen::ecs::Task>& tasks) {
  Rows rows = {{"TASK", "TASK DEFINITION", "STATUS", "HEALTH", "ADDRESS"}};
  for (const auto& each : tasks) {
    rows.push_back({after_slash(each.task_arn), after_slash(each.task_definition_arn),
                    each.last_status.value_or(""),
                    each.health_status ? std::string(text(*each.health_status)) : "",
                    address(each)});
  }
  return table(rows);
}

Answer<std::vector<gen::ecs::Task>> tasks_of(client::ApiClient& client, std::string cluster,
                                             std::string service) {
  gen::ecs::ListTasksRequest request;
  request.cluster = cluster;
  request.service_name = std::move(service);
  request.max_results = tasks_shown;
  auto listed = co_await client.call<gen::ecs::ListTasksResponse>(gen::ecs::service(), "ListTasks",
                                                                  std::move(request));
  if (!listed) co_return std::unexpected(listed.error());
  std::vector<gen::ecs::Task> none;
  if (!listed->task_arns || listed->task_arns->empty()) co_return none;
  auto described = co_await describe_tasks(client, cluster, std::move(*listed->task_arns));
  co_return described;
}

}  // namespace

Done show_service(Context context, std::string cluster, std::string name) {
  const auto service = co_await find_service(context.client, cluster, name);
  if (!service) co_return std::unexpected(service.error());
  const auto running = co_await tasks_of(context.client, cluster, name);
  // A service that is gone has no tasks to list.
  if (!running && running.error().code != ErrorCode::service_not_found) {
    co_return std::unexpected(running.error());
  }
  context.out += facts(*service) + "\n" + deployments(*service) + "\n";
  if (running) context.out += tasks(*running) + "\n";
  context.out += event_lines(*service, events_shown);
  co_return Result<void>{};
}

}  // namespace berth::cli
