#include "cli/command.hpp"
#include "cli/task_query.hpp"
#include "gen/ecs/service.hpp"

namespace berth::cli {

Done stop_task(Context context, std::string cluster, std::string id,
               std::optional<std::string> reason) {
  const auto task = co_await find_task(context.client, cluster, id);
  if (!task) co_return std::unexpected(task.error());
  const auto name = after_slash(task->task_arn);
  if (task->last_status == "STOPPED") {
    context.out += "Task " + name + " is stopped already.\n";
    co_return Result<void>{};
  }
  gen::ecs::StopTaskRequest request;
  request.cluster = cluster;
  request.task = task->task_arn.value_or("");
  request.reason = std::move(reason);
  const auto stopped = co_await context.client.call<gen::ecs::StopTaskResponse>(
      gen::ecs::service(), "StopTask", std::move(request));
  if (!stopped) co_return std::unexpected(stopped.error());
  context.out += "Task " + name + " is stopping.\n";
  co_return Result<void>{};
}

}  // namespace berth::cli
