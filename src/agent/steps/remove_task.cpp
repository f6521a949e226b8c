#include "agent/steps/remove_task.hpp"

#include <utility>

namespace berth::agent::steps {

namespace asio = boost::asio;

namespace {

/// Something that is not there needs no removal.
StepResult<void> removed(const Result<void>& answer, const EngineCall& call) {
  if (answer || answer.error().code == ErrorCode::not_found) return {};
  return std::unexpected(step_error(answer.error(), call));
}

asio::awaitable<StepResult<void>> remove_containers(ports::ContainerEngine& engine, TaskView task,
                                                    ContainerKind kind) {
  const EngineCall call{"CannotRemoveContainerError", "removing", task.options.times.create};
  for (const auto& container : task.record.containers) {
    if (container.kind != kind) continue;
    // A container whose creation was given up may exist after all; its name finds it.
    auto id = container.docker_id.empty() ? container.docker_name : container.docker_id;
    const Result<void> answer = co_await engine.remove_container(std::move(id), call.timeout);
    auto done = removed(answer, call);
    if (!done) co_return done;
  }
  co_return StepResult<void>{};
}

asio::awaitable<StepResult<void>> remove_volumes(ports::ContainerEngine& engine, TaskView task) {
  const EngineCall call{"CannotRemoveVolumeError", "removing volume", task.options.times.create};
  for (const auto& volume : task.record.volume_records) {
    if (volume.removal != Readiness::needed) continue;
    const Result<void> answer = co_await engine.remove_volume(volume.docker_name, call.timeout);
    auto done = removed(answer, call);
    if (!done) co_return done;
  }
  co_return StepResult<void>{};
}

}  // namespace

asio::awaitable<StepResult<void>> remove_task(ports::ContainerEngine& engine, TaskView task) {
  for (const auto kind : {ContainerKind::normal, ContainerKind::pause}) {
    auto gone = co_await remove_containers(engine, task, kind);
    if (!gone) co_return gone;
  }
  auto gone = co_await remove_volumes(engine, task);
  const bool refused = task.record.cgroup == Readiness::ready && task.record.cgroup_parent.empty();
  if (!gone || refused || task.record.cgroup == Readiness::not_needed) co_return gone;
  // Also one whose creation was given up, since it may exist after all.
  const EngineCall call{"CgroupError", "removing cgroup", task.options.times.engine_call};
  auto id = task_id(task.record.arn);
  const Result<void> answer = co_await engine.remove_task_cgroup(std::move(id), call.timeout);
  co_return removed(answer, call);
}

}  // namespace berth::agent::steps
