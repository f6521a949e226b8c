#include "agent/steps/prepare_cgroup.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace berth::agent::steps {

namespace asio = boost::asio;

namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;
constexpr std::int64_t shares_least = 2;

/// AWS's text for a container that wants more memory than its task has; empty when none does.
std::string contradiction(const TaskView& task) {
  const auto limit = task.payload.memory.value_or(0);
  if (limit <= 0) return {};
  for (const auto& container : task.payload.containers) {
    const auto memory = container.memory.value_or(0);
    if (memory <= limit) continue;
    return fmt::format(
        "task memory spec builder: container memory limit({}) greater than task memory limit({})",
        memory, limit);
  }
  return {};
}

}  // namespace

ports::TaskLimits task_limits(const TaskView& task) {
  ports::TaskLimits limits;
  limits.task_id = task_id(task.record.arn);
  const auto cpu = task.payload.cpu.value_or(0);
  if (cpu > 0) {
    limits.cpu = cpu;
  } else {
    std::int64_t shares = 0;
    for (const auto& container : task.payload.containers) {
      shares += std::max<std::int64_t>(container.cpu.value_or(0), shares_least);
    }
    limits.cpu_shares = shares;
  }
  const auto memory = task.payload.memory.value_or(0);
  if (memory > 0) limits.memory = memory * mebibyte;
  return limits;
}

asio::awaitable<StepResult<std::string>> prepare_cgroup(ports::ContainerEngine& engine,
                                                        TaskView task) {
  const EngineCall call{"CgroupError", "cgroup created", task.options.times.engine_call};
  if (auto text = contradiction(task); !text.empty()) {
    StepError error{StepErrorKind::final, std::string(call.name), std::move(text), {}};
    co_return std::unexpected(std::move(error));
  }
  auto limits = task_limits(task);
  auto made = co_await engine.create_task_cgroup(std::move(limits), call.timeout);
  if (made) co_return std::move(made->parent);
  if (made.error().code == ErrorCode::refused) co_return std::string{};
  auto error = step_error(made.error(), call);
  if (error.name == call.name) error.text = "Agent could not create task's platform resources";
  co_return std::unexpected(std::move(error));
}

}  // namespace berth::agent::steps
