#pragma once
// Tasks as the commands look for them: page by page, and one of them by the start of its id.

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "gen/ecs/types.hpp"

namespace berth::cli {

/// Of a whole cluster: those that shall run, then the stopped ones that ECS still shows.
Answer<std::vector<std::string>> task_arns(client::ApiClient& client, std::string cluster);

/// All that ListTasks answers, page by page.
Answer<std::vector<std::string>> listed_tasks(client::ApiClient& client,
                                              gen::ecs::ListTasksRequest request);

/// Those that are missing are left out.
Answer<std::vector<gen::ecs::Task>> describe_tasks(client::ApiClient& client, std::string cluster,
                                                   std::vector<std::string> arns);

/// The one task whose id starts with `id`; an ARN is taken as it is. not_found tells that there is
/// none, invalid_parameter that there are several.
Answer<gen::ecs::Task> find_task(client::ApiClient& client, std::string cluster, std::string id);

/// Those that stopped or are stopping, of the ones that the request names, the newest first.
Answer<std::vector<gen::ecs::Task>> stopped_tasks(client::ApiClient& client,
                                                  gen::ecs::ListTasksRequest request);

/// "Essential container in task exited (app: exit code 1)"
std::string stop_words(const gen::ecs::Task& task);

/// The last part of an ARN; empty for none.
std::string after_slash(const std::optional<std::string>& arn);

/// None before DescribeTasks tells of them.
const std::vector<gen::ecs::Container>& containers_of(const gen::ecs::Task& task);

/// Where the task is reached: its own address, or the host ports that were published for it.
std::string address(const gen::ecs::Task& task);

/// "8080->80,8443->443", or empty.
std::string ports(const gen::ecs::Container& container);

}  // namespace berth::cli
