#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/shape.hpp"
#include "cli/command.hpp"
#include "cli/screen/table.hpp"
#include "cli/task_query.hpp"

namespace berth::cli {

namespace {

std::string stop_text(const gen::ecs::Task& task) {
  auto text = task.stopped_reason.value_or("");
  if (!task.stop_code) return text;
  const auto code = std::string(berth::text(*task.stop_code));
  return text.empty() ? code : text + " (" + code + ")";
}

std::string what_it_is(const gen::ecs::Task& task) {
  const auto last = task.last_status.value_or(""), desired = task.desired_status.value_or("");
  Rows rows = {
      {"Task", after_slash(task.task_arn)},
      {"Cluster", after_slash(task.cluster_arn)},
      {"Group", task.group.value_or("")},
      {"Started by", task.started_by.value_or("")},
      {"Task definition", after_slash(task.task_definition_arn)},
      {"Instance", after_slash(task.container_instance_arn)},
      {"Address", address(task)},
      {"Status", last == desired ? last : last + ", shall be " + desired},
      {"Reason", stop_text(task)},
  };
  return facts(std::move(rows));
}

std::string containers(const gen::ecs::Task& task) {
  Rows rows = {{"CONTAINER", "IMAGE", "STATUS", "HEALTH", "EXIT", "PORTS", "REASON"}};
  for (const auto& each : containers_of(task)) {
    rows.push_back({each.name.value_or(""), each.image.value_or(""), each.last_status.value_or(""),
                    each.health_status ? std::string(berth::text(*each.health_status)) : "",
                    each.exit_code ? std::to_string(*each.exit_code) : "", ports(each),
                    each.reason.value_or("")});
  }
  return table(rows);
}

/// What happened to the task, oldest first, each with the time since what was before it.
std::string timeline(const gen::ecs::Task& task) {
  // Those of one instant stay in the order of their noting.
  std::multimap<Instant, std::string> moments;
  const auto note = [&](const char* what, const std::optional<Instant>& when) {
    if (when) moments.emplace(*when, what);
  };
  note("created", task.created_at);
  note("pull started", task.pull_started_at);
  note("pulled", task.pull_stopped_at);
  note("started", task.started_at);
  note("stopping", task.stopping_at);
  note("containers ended", task.execution_stopped_at);
  note("stopped", task.stopped_at);
  Rows rows = {{"WHEN", "WHAT", "AFTER"}};
  std::optional<Instant> before;
  for (const auto& [when, what] : moments) {
    rows.push_back({iso8601(when), what, before ? duration_text(when - *before) : ""});
    before = when;
  }
  return table(rows);
}

}  // namespace

Done show_task(Context context, std::string cluster, std::string id) {
  const auto task = co_await find_task(context.client, cluster, id);
  if (!task) co_return std::unexpected(task.error());
  context.out += what_it_is(*task) + "\n" + containers(*task) + "\n" + timeline(*task);
  co_return Result<void>{};
}

}  // namespace berth::cli
