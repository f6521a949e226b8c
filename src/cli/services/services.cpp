#include "cli/command.hpp"
#include "cli/screen/table.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"

namespace berth::cli {

Done list_services(Context context, std::string cluster) {
  const auto services = co_await all_services(context.client, cluster);
  if (!services) co_return std::unexpected(services.error());
  Rows rows = {{"SERVICE", "STATUS", "TASK DEFINITION", "TASKS", "ROLLOUT"}};
  for (const auto& each : *services) {
    const auto* primary = primary_of(each);
    rows.push_back({each.service_name.value_or(""), each.status.value_or(""),
                    after_slash(each.task_definition), counts_text(each),
                    primary ? rollout_text(*primary) : ""});
  }
  context.out += table(rows);
  co_return Result<void>{};
}

}  // namespace berth::cli
