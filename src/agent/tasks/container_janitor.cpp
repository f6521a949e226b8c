#include "agent/tasks/container_janitor.hpp"

#include <utility>

#include <fmt/format.h>

#include "agent/steps/container_body.hpp"
#include "ports/sleep.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;
using gen::docker::ContainerSummary;

asio::awaitable<void> ContainerJanitor::run(std::string instance_id) {
  while (true) {
    co_await look(instance_id);
    const auto slept = co_await ports::sleep_for(tools_.clock, tools_.options.times.inspection);
    if (!slept) co_return;
  }
}

/// What fails is tried again at the next look.
asio::awaitable<void> ContainerJanitor::look(const std::string& instance_id) {
  const auto listed = co_await tools_.engine.list_containers(
      fmt::format("{}={}", steps::instance_id_label, instance_id),
      tools_.options.times.engine_call);
  if (!listed) co_return;
  for (const auto& container : *listed) {
    // Looked at one by one: a task may have come while others were removed.
    if (!came_late(container)) continue;
    const Result<void> removed =
        co_await tools_.engine.remove_container(container.id, tools_.options.times.create);
    if (removed)
      tools_.log.info("late container removed", {{"container", container.names.front()}});
    else
      tools_.log.info("late container kept",
                      {{"container", container.names.front()}, {"cause", removed.error().message}});
  }
}

/// An image that was committed from a task's container carries the labels on to whatever people
/// make of it, so the name has to be one of ours too.
bool ContainerJanitor::came_late(const ContainerSummary& container) const {
  if (container.state != "created" || container.names.empty() || !container.labels) return false;
  if (!container.names.front().starts_with("/ecs-")) return false;
  const auto task = container.labels->find(steps::task_arn_label);
  return task != container.labels->end() && !tools_.knows(task->second);
}

}  // namespace berth::agent::tasks
