#include "cli/task_query.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/text.hpp"
#include "gen/ecs/service.hpp"

namespace berth::cli {

namespace {

using gen::ecs::DescribeTasksRequest;
using gen::ecs::DescribeTasksResponse;
using gen::ecs::DesiredStatus;
using gen::ecs::ListTasksRequest;
using gen::ecs::ListTasksResponse;

/// What DescribeTasks takes at once.
constexpr std::size_t described_max = 100;

Error no_task(const std::string& cluster, const std::string& id) {
  return {ErrorCode::not_found, "There is no task '" + id + "' in the cluster '" + cluster +
                                    "'. `berth tasks --cluster " + cluster + "` lists them."};
}

/// The one ARN whose id starts so.
Result<std::string> only_match(const std::vector<std::string>& arns, const std::string& cluster,
                               const std::string& id) {
  std::vector<std::string> matches, ids;
  for (const auto& arn : arns) {
    if (!after_slash(arn).starts_with(id)) continue;
    matches.push_back(arn);
    ids.push_back(after_slash(arn));
  }
  if (matches.empty()) return std::unexpected(no_task(cluster, id));
  if (matches.size() == 1) return matches.front();
  ids.resize(std::min<std::size_t>(ids.size(), 5));
  return fail(ErrorCode::invalid_parameter,
              std::to_string(matches.size()) + " tasks have an id that starts with '" + id +
                  "', among them " + join(ids, ", ") + ". Give more of it.");
}

}  // namespace

Answer<std::vector<std::string>> listed_tasks(client::ApiClient& client, ListTasksRequest request) {
  std::vector<std::string> arns;
  do {
    auto ask = request;
    auto listed =
        co_await client.call<ListTasksResponse>(gen::ecs::service(), "ListTasks", std::move(ask));
    if (!listed) co_return std::unexpected(listed.error());
    request.next_token = listed->next_token;
    if (!listed->task_arns) continue;
    arns.insert(arns.end(), listed->task_arns->begin(), listed->task_arns->end());
  } while (request.next_token);
  co_return arns;
}

Answer<std::vector<std::string>> task_arns(client::ApiClient& client, std::string cluster) {
  std::vector<std::string> arns;
  for (const auto status : {DesiredStatus::running, DesiredStatus::stopped}) {
    ListTasksRequest request;
    request.cluster = cluster;
    request.desired_status = status;
    auto listed = co_await listed_tasks(client, std::move(request));
    if (!listed) co_return std::unexpected(listed.error());
    arns.insert(arns.end(), listed->begin(), listed->end());
  }
  co_return arns;
}

Answer<std::vector<gen::ecs::Task>> describe_tasks(client::ApiClient& client, std::string cluster,
                                                   std::vector<std::string> arns) {
  std::vector<gen::ecs::Task> tasks;
  for (std::size_t from = 0; from < arns.size(); from += described_max) {
    const auto first = arns.begin() + static_cast<std::ptrdiff_t>(from);
    const auto count = std::min(described_max, arns.size() - from);
    DescribeTasksRequest wanted;
    wanted.cluster = cluster;
    wanted.tasks.assign(first, first + static_cast<std::ptrdiff_t>(count));
    auto described = co_await client.call<DescribeTasksResponse>(
        gen::ecs::service(), "DescribeTasks", std::move(wanted));
    if (!described) co_return std::unexpected(described.error());
    if (!described->tasks) continue;
    for (auto& each : *described->tasks) tasks.push_back(std::move(each));
  }
  co_return tasks;
}

Answer<std::vector<gen::ecs::Task>> stopped_tasks(client::ApiClient& client,
                                                  ListTasksRequest request) {
  request.desired_status = DesiredStatus::stopped;
  auto cluster = request.cluster.value_or("");
  auto arns = co_await listed_tasks(client, std::move(request));
  if (!arns) co_return std::unexpected(arns.error());
  auto tasks = co_await describe_tasks(client, std::move(cluster), std::move(*arns));
  if (!tasks) co_return std::unexpected(tasks.error());
  const auto when = [](const gen::ecs::Task& task) {
    return task.stopping_at.value_or(task.stopped_at.value_or(Instant{}));
  };
  std::ranges::sort(*tasks, std::ranges::greater(), when);
  co_return std::move(*tasks);
}

std::string stop_words(const gen::ecs::Task& task) {
  std::vector<std::string> ends;
  for (const auto& each : containers_of(task)) {
    const auto name = each.name.value_or("") + ": ";
    if (each.reason) {
      ends.push_back(name + *each.reason);
    } else if (each.exit_code.value_or(0) != 0) {
      ends.push_back(name + "exit code " + std::to_string(*each.exit_code));
    }
  }
  const auto reason = task.stopped_reason.value_or("");
  return ends.empty() ? reason : reason + " (" + join(ends, ", ") + ")";
}

Answer<gen::ecs::Task> find_task(client::ApiClient& client, std::string cluster, std::string id) {
  std::vector<std::string> wanted;
  if (id.starts_with("arn:")) {
    wanted.push_back(id);
  } else {
    const auto arns = co_await task_arns(client, cluster);
    if (!arns) co_return std::unexpected(arns.error());
    auto match = only_match(*arns, cluster, id);
    if (!match) co_return std::unexpected(match.error());
    wanted.push_back(std::move(*match));
  }
  auto tasks = co_await describe_tasks(client, cluster, std::move(wanted));
  if (!tasks) co_return std::unexpected(tasks.error());
  if (tasks->empty()) co_return std::unexpected(no_task(cluster, id));
  co_return std::move(tasks->front());
}

std::string after_slash(const std::optional<std::string>& arn) {
  const auto text = arn.value_or("");
  return text.substr(text.rfind('/') + 1);
}

const std::vector<gen::ecs::Container>& containers_of(const gen::ecs::Task& task) {
  static const std::vector<gen::ecs::Container> none;
  return task.containers ? *task.containers : none;
}

std::string address(const gen::ecs::Task& task) {
  std::vector<std::string> published;
  for (const auto& container : containers_of(task)) {
    if (container.network_interfaces && !container.network_interfaces->empty()) {
      return container.network_interfaces->front().private_ipv4_address.value_or("");
    }
    if (auto text = ports(container); !text.empty()) published.push_back(std::move(text));
  }
  return join(published, ",");
}

std::string ports(const gen::ecs::Container& container) {
  std::vector<std::string> texts;
  for (const auto& binding :
       container.network_bindings.value_or(std::vector<gen::ecs::NetworkBinding>{})) {
    texts.push_back(
        binding.host_port_range.value_or(std::to_string(binding.host_port.value_or(0))) + "->" +
        binding.container_port_range.value_or(std::to_string(binding.container_port.value_or(0))));
  }
  return join(texts, ",");
}

}  // namespace berth::cli
