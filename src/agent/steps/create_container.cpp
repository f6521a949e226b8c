#include "agent/steps/create_container.hpp"

#include <utility>

#include "agent/steps/inspect_container.hpp"

namespace berth::agent::steps {

namespace asio = boost::asio;
using plan::EngineState;
using plan::Observation;

asio::awaitable<StepResult<Observation>> create_container(ports::ContainerEngine& engine,
                                                          TaskView task, std::size_t index,
                                                          Variables of_files) {
  const auto& record = task.record.containers[index];
  StepResult<gen::docker::ContainerCreateBody> body = body_of(task, index, std::move(of_files));
  if (!body) co_return std::unexpected(std::move(body).error());
  const EngineCall call{"CannotCreateContainerError", "created", task.options.times.create};
  auto made = co_await engine.create_container(record.docker_name, std::move(*body), call.timeout);
  if (made) {
    Observation seen;
    seen.state = EngineState::created;
    seen.docker_id = std::move(*made);
    co_return seen;
  }
  if (made.error().code != ErrorCode::already_exists) {
    co_return std::unexpected(step_error(made.error(), call));
  }
  auto found = co_await inspect_container(engine, record.docker_name, call.timeout);
  const bool absent = found && found->state == EngineState::absent;
  if (absent) co_return std::unexpected(step_error(made.error(), call));
  co_return found;
}

}  // namespace berth::agent::steps
