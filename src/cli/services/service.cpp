// `berth service`, once or live.
#include "gen/ecs/service.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/shape.hpp"
#include "cli/command.hpp"
#include "cli/screen/table.hpp"
#include "cli/services/follow.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "client/error_code.hpp"
#include "gen/explain/service.hpp"
#include "gen/explain/types.hpp"
#include "ports/sleep.hpp"

namespace berth::cli {

namespace {

constexpr std::size_t events_shown = 10;
constexpr Duration watch_interval = std::chrono::seconds{1};
/// What DescribeTasks takes at once.
constexpr std::int32_t tasks_shown = 100;

std::string what_it_is(const gen::ecs::Service& service) {
  std::string groups;
  for (const auto& each : service.load_balancers.value_or(std::vector<gen::ecs::LoadBalancer>{})) {
    groups += (groups.empty() ? "" : ", ") + each.target_group_arn.value_or("");
  }
  Rows rows = {
      {"Service", service.service_name.value_or("")},
      {"Cluster", after_slash(service.cluster_arn)},
      {"Status", service.status.value_or("")},
      {"Task definition", after_slash(service.task_definition)},
      {"Scheduling",
       service.scheduling_strategy ? std::string(text(*service.scheduling_strategy)) : ""},
      {"Tasks", progress_text(service)},
      {"Target groups", groups},
  };
  return facts(std::move(rows));
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

/// How the tasks stand with the load balancers; empty where there are none.
std::string targets(const std::vector<gen::explain::TargetStanding>& standings) {
  if (standings.empty()) return {};
  Rows rows = {{"TARGET", "TASK", "TARGET GROUP", "STATE", "REASON"}};
  for (const auto& each : standings) {
    const auto group = each.target_group_arn.value_or("");
    const auto begin = group.find(":targetgroup/");
    const auto name = begin == std::string::npos ? group : group.substr(begin + 13);
    rows.push_back({fmt::format("{}:{}", each.id.value_or(""), each.port.value_or(0)),
                    after_slash(each.task_arn), name.substr(0, name.find('/')),
                    each.state.value_or(""), each.reason.value_or("")});
  }
  return table(rows) + "\n";
}

Answer<std::vector<gen::explain::TargetStanding>> targets_of(client::ApiClient& client,
                                                             std::string cluster,
                                                             std::string service) {
  gen::explain::ExplainServiceRequest request;
  request.cluster = std::move(cluster);
  request.service = std::move(service);
  auto told = co_await client.call<gen::explain::ExplainServiceResponse>(
      gen::explain::service(), "ExplainService", std::move(request));
  if (!told) co_return std::unexpected(told.error());
  std::vector<gen::explain::TargetStanding> none;
  co_return told->targets ? std::move(*told->targets) : none;
}

/// Events that were not told before, one a line.
std::string new_events(const gen::ecs::Service& service, std::set<std::string>& told) {
  std::string lines;
  const auto events = service.events.value_or(std::vector<gen::ecs::ServiceEvent>{});
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (!told.insert(event->id.value_or("")).second) continue;
    lines += event_line(*event);
  }
  return lines;
}

}  // namespace

Done watch_service(Context context, Screen screen, std::string cluster, std::string name) {
  std::set<std::string> told;
  while (true) {
    std::string text;
    const Context drawing{context.client, text};
    const auto shown = co_await show_service(drawing, cluster, name);
    const bool away = !shown && client::is_retriable(shown.error());
    if (!shown && !away) co_return std::unexpected(shown.error());
    const auto service = co_await find_service(context.client, cluster, name);
    if (shown && screen.progress == Progress::terminal) screen.write("\x1b[H\x1b[2J" + text);
    if (service && screen.progress == Progress::lines) screen.write(new_events(*service, told));
    if (service && service->status == "INACTIVE") co_return Result<void>{};
    const auto slept = co_await ports::sleep_for(screen.clock, watch_interval);
    if (!slept) co_return std::unexpected(slept.error());
  }
}

Done show_service(Context context, std::string cluster, std::string name) {
  const auto service = co_await find_service(context.client, cluster, name);
  if (!service) co_return std::unexpected(service.error());
  const auto running = co_await tasks_of(context.client, cluster, name);
  // A service that is gone has no tasks to list.
  if (!running && running.error().code != ErrorCode::service_not_found) {
    co_return std::unexpected(running.error());
  }
  const auto standings = co_await targets_of(context.client, cluster, name);
  if (!standings) co_return std::unexpected(standings.error());
  context.out += what_it_is(*service) + "\n" + deployments(*service) + "\n";
  if (running) context.out += tasks(*running) + "\n";
  context.out += targets(*standings);
  context.out += event_lines(*service, events_shown);
  co_return Result<void>{};
}

}  // namespace berth::cli
