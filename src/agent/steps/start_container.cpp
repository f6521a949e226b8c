#include "agent/steps/start_container.hpp"

#include "agent/steps/inspect_container.hpp"

namespace berth::agent::steps {

namespace asio = boost::asio;
using plan::EngineState;
using plan::Observation;

asio::awaitable<StepResult<Observation>> start_container(ports::ContainerEngine& engine,
                                                         TaskView task, std::size_t index) {
  const auto& id = task.record.containers[index].docker_id;
  const EngineCall call{"CannotStartContainerError", "started", task.options.times.start};
  const Result<void> started = co_await engine.start_container(id, call.timeout);
  const bool missing = !started && started.error().code == ErrorCode::not_found;
  if (!started && !missing) co_return std::unexpected(step_error(started.error(), call));
  const Duration timeout = task.options.times.engine_call;
  auto seen = co_await inspect_container(engine, id, timeout);
  // Docker may also miss what the container needs, as its network.
  const bool there = seen && seen->state != EngineState::absent;
  if (missing && there) co_return std::unexpected(step_error(started.error(), call));
  if (seen) co_return seen;
  // It did start, but RUNNING is told with its ports, so the next look decides.
  Observation unseen;
  unseen.state = EngineState::created;
  co_return unseen;
}

}  // namespace berth::agent::steps
