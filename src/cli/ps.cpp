#include "cli/command.hpp"
#include "gen/ecs/service.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

namespace {

using gen::ecs::DescribeTasksRequest;
using gen::ecs::DescribeTasksResponse;
using gen::ecs::ListTasksRequest;
using gen::ecs::ListTasksResponse;

std::string after_slash(const std::optional<std::string>& arn) {
  const auto text = arn.value_or("");
  return text.substr(text.rfind('/') + 1);
}

/// Where the task is reached: its own address, or the host ports that were published for it.
std::string address(const gen::ecs::Task& task) {
  std::string text;
  for (const auto& container : task.containers.value_or(std::vector<gen::ecs::Container>{})) {
    if (container.network_interfaces && !container.network_interfaces->empty()) {
      return container.network_interfaces->front().private_ipv4_address.value_or("");
    }
    if (!container.network_bindings) continue;
    for (const auto& binding : *container.network_bindings) {
      if (!text.empty()) text += ",";
      text += std::to_string(binding.host_port.value_or(0)) + "->" +
              std::to_string(binding.container_port.value_or(0));
    }
  }
  return text;
}

}  // namespace

Done list_tasks(Context context, std::string cluster, Shown shown) {
  std::vector<std::vector<std::string>> rows = {
      {"TASK", "GROUP", "TASK DEFINITION", "STATUS", "ADDRESS", "REASON"}};
  ListTasksRequest page;
  page.cluster = cluster;
  page.desired_status =
      shown == Shown::stopped ? gen::ecs::DesiredStatus::stopped : gen::ecs::DesiredStatus::running;
  do {
    auto ask = page;
    auto listed = co_await context.client.call<ListTasksResponse>(gen::ecs::service(), "ListTasks",
                                                                  std::move(ask));
    if (!listed) co_return std::unexpected(listed.error());
    page.next_token = listed->next_token;
    DescribeTasksRequest wanted;
    wanted.cluster = cluster;
    wanted.tasks = listed->task_arns.value_or(std::vector<std::string>{});
    if (wanted.tasks.empty()) break;
    auto described = co_await context.client.call<DescribeTasksResponse>(
        gen::ecs::service(), "DescribeTasks", std::move(wanted));
    if (!described) co_return std::unexpected(described.error());
    for (const auto& task : described->tasks.value_or(std::vector<gen::ecs::Task>{})) {
      rows.push_back({after_slash(task.task_arn), task.group.value_or(""),
                      after_slash(task.task_definition_arn), task.last_status.value_or(""),
                      address(task), task.stopped_reason.value_or("")});
    }
  } while (page.next_token);
  context.out += table(rows);
  co_return Result<void>{};
}

}  // namespace berth::cli
