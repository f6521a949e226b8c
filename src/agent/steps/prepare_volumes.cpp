#include "agent/steps/prepare_volumes.hpp"

#include <algorithm>

namespace berth::agent::steps {

namespace asio = boost::asio;

namespace {

using gen::agent_protocol::Volume;

gen::docker::VolumeCreateBody volume_body(const TaskView& task, const VolumeRecord& record) {
  gen::docker::VolumeCreateBody body;
  body.name = record.docker_name;
  body.driver = "local";
  if (!task.payload.volumes) return body;
  const auto volume = std::ranges::find(*task.payload.volumes, record.name, &Volume::name);
  if (volume == task.payload.volumes->end()) return body;
  const auto& docker = volume->docker_volume_configuration;
  if (!docker) return body;
  if (docker->driver && !docker->driver->empty()) body.driver = docker->driver;
  body.driver_opts = docker->driver_opts;
  body.labels = docker->labels;
  return body;
}

/// A shared volume that nobody asked us to provision must be there already.
bool is_ours_to_make(const TaskView& task, const VolumeRecord& record) {
  if (record.removal == Readiness::needed) return true;
  const auto volume = std::ranges::find(*task.payload.volumes, record.name, &Volume::name);
  return volume != task.payload.volumes->end() && volume->docker_volume_configuration &&
         volume->docker_volume_configuration->autoprovision.value_or(false);
}

}  // namespace

asio::awaitable<StepResult<void>> prepare_volumes(ports::ContainerEngine& engine, TaskView task) {
  const EngineCall call{"CannotCreateVolumeError", "creating volume", task.options.times.create};
  for (const auto& record : task.record.volume_records) {
    if (!is_ours_to_make(task, record)) continue;
    auto body = volume_body(task, record);
    const Result<void> made = co_await engine.create_volume(std::move(body), call.timeout);
    if (made) continue;
    auto error = step_error(made.error(), call);
    if (error.name == call.name) error.name.clear();
    co_return std::unexpected(std::move(error));
  }
  co_return StepResult<void>{};
}

}  // namespace berth::agent::steps
