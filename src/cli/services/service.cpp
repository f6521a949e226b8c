// `berth service`, once or live.
#include "gen/explain/service.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/shape.hpp"
#include "cli/command.hpp"
#include "cli/screen/fit.hpp"
#include "cli/screen/poll.hpp"
#include "cli/screen/table.hpp"
#include "cli/services/follow.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "gen/explain/types.hpp"

namespace berth::cli {

namespace {

constexpr std::size_t events_shown = 10;
constexpr Duration watch_interval = std::chrono::seconds{1};
constexpr std::size_t stopped_tasks_shown = 5;

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

std::string task_sets(const gen::ecs::Service& service) {
  Rows rows = {{"TASK SET", "STATUS", "TASK DEFINITION", "SCALE", "DESIRED", "RUNNING", "PENDING",
                "STABILITY"}};
  for (const auto& each : service.task_sets.value_or(std::vector<gen::ecs::TaskSet>{})) {
    const auto scale = each.scale ? each.scale->value.value_or(0) : 0;
    rows.push_back({each.id.value_or(""), each.status.value_or(""),
                    after_slash(each.task_definition), fmt::format("{:g} %", scale),
                    std::to_string(each.computed_desired_count.value_or(0)),
                    std::to_string(each.running_count.value_or(0)),
                    std::to_string(each.pending_count.value_or(0)),
                    each.stability_status ? std::string(text(*each.stability_status)) : ""});
  }
  return table(rows);
}

/// The newest of those that ended; empty where there are none.
std::string stopped(const std::vector<gen::ecs::Task>& tasks) {
  if (tasks.empty()) return {};
  Rows rows = {{"STOPPED TASK", "TASK DEFINITION", "WHEN", "REASON"}};
  for (std::size_t i = 0; i < std::min(tasks.size(), stopped_tasks_shown); ++i) {
    const auto& each = tasks[i];
    rows.push_back({after_slash(each.task_arn), after_slash(each.task_definition_arn),
                    each.stopping_at ? iso8601(*each.stopping_at) : "", stop_words(each)});
  }
  return table(rows) + "\n";
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

/// A service with all that is shown of it.
struct Seen {
  gen::ecs::Service service;
  std::vector<gen::ecs::Task> tasks, stopped;
  std::vector<gen::explain::TargetStanding> targets;
};

/// Those that run or shall, and those that stopped. A service that is gone has none to list.
Answer<Seen> with_tasks(client::ApiClient& client, Seen seen) {
  gen::ecs::ListTasksRequest request;
  request.cluster = seen.service.cluster_arn;
  request.service_name = seen.service.service_name;
  auto copy = request;
  auto arns = co_await listed_tasks(client, std::move(copy));
  if (!arns && arns.error().code == ErrorCode::service_not_found) co_return seen;
  if (!arns) co_return std::unexpected(arns.error());
  auto cluster = request.cluster.value_or("");
  auto tasks = co_await describe_tasks(client, std::move(cluster), std::move(*arns));
  if (!tasks) co_return std::unexpected(tasks.error());
  auto stopped = co_await stopped_tasks(client, std::move(request));
  if (!stopped) co_return std::unexpected(stopped.error());
  seen.tasks = std::move(*tasks);
  seen.stopped = std::move(*stopped);
  co_return seen;
}

Answer<Seen> fetch(client::ApiClient& client, std::string cluster, std::string name) {
  auto service = co_await find_service(client, cluster, name);
  if (!service) co_return std::unexpected(service.error());
  Seen seen;
  seen.service = std::move(*service);
  if (!seen.service.cluster_arn) seen.service.cluster_arn = cluster;
  auto all = co_await with_tasks(client, std::move(seen));
  if (!all) co_return std::unexpected(all.error());
  auto targets = co_await targets_of(client, std::move(cluster), std::move(name));
  if (!targets) co_return std::unexpected(targets.error());
  all->targets = std::move(*targets);
  co_return all;
}

std::vector<Section> draw(const Seen& seen) {
  const auto& service = seen.service;
  return {{what_it_is(service) + "\n"},
          {(is_external(service) ? task_sets(service) : deployments(service)) + "\n"},
          {tasks(seen.tasks) + "\n"},
          {stopped(seen.stopped)},
          {targets(seen.targets)},
          {event_lines(service, events_shown), Keep::last}};
}

/// Events that were not told before, one a line.
std::string new_events(const gen::ecs::Service& service, std::set<std::string>& told) {
  std::string lines;
  const auto events = service.events.value_or(std::vector<gen::ecs::ServiceEvent>{});
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (told.insert(event->id.value_or("")).second) lines += event_line(*event);
  }
  return lines;
}

struct Watched {
  Context context;
  Screen screen;
  std::string cluster, name;
  std::set<std::string> told;
};

Answer<Look> draw_again(Watched& watched) {
  auto& [context, screen, cluster, name, told] = watched;
  const auto seen = co_await fetch(context.client, cluster, name);
  if (!seen) co_return std::unexpected(seen.error());
  if (screen.progress == Progress::terminal) {
    screen.write("\x1b[H\x1b[2J" + fit(draw(*seen), screen.extent()));
  } else {
    screen.write(new_events(seen->service, told));
  }
  co_return seen->service.status == "INACTIVE" ? Look::last : Look::again;
}

}  // namespace

Done watch_service(Context context, Screen screen, std::string cluster, std::string name) {
  Watched watched{context, screen, std::move(cluster), std::move(name), {}};
  const Patience patience{watch_interval, std::nullopt, Heard::never};
  std::function<Answer<Look>()> look = [&] { return draw_again(watched); };
  const auto waited = co_await poll(screen, patience, std::move(look));
  if (!waited) co_return std::unexpected(waited.error());
  co_return Result<void>{};
}

Done show_service(Context context, std::string cluster, std::string name) {
  const auto seen = co_await fetch(context.client, std::move(cluster), std::move(name));
  if (!seen) co_return std::unexpected(seen.error());
  for (const auto& section : draw(*seen)) context.out += section.text;
  co_return Result<void>{};
}

}  // namespace berth::cli
