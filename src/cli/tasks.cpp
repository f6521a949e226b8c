#include "cli/command.hpp"
#include "cli/screen/table.hpp"
#include "cli/task_query.hpp"

namespace berth::cli {

Done list_tasks(Context context, std::string cluster) {
  Rows rows = {{"TASK", "GROUP", "TASK DEFINITION", "STATUS", "ADDRESS", "REASON"}};
  auto arns = co_await task_arns(context.client, cluster);
  if (!arns) co_return std::unexpected(arns.error());
  const auto tasks = co_await describe_tasks(context.client, cluster, std::move(*arns));
  if (!tasks) co_return std::unexpected(tasks.error());
  for (const auto& task : *tasks) {
    rows.push_back({after_slash(task.task_arn), task.group.value_or(""),
                    after_slash(task.task_definition_arn), task.last_status.value_or(""),
                    address(task), task.stopped_reason.value_or("")});
  }
  context.out += table(rows);
  co_return Result<void>{};
}

}  // namespace berth::cli
