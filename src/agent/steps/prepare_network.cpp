#include "agent/steps/prepare_network.hpp"

#include "agent/steps/network_part.hpp"

namespace berth::agent::steps {

namespace asio = boost::asio;

asio::awaitable<StepResult<void>> prepare_network(ports::ContainerEngine& engine, TaskView task) {
  const EngineCall call{"ContainerNetworkingError", "network created",
                        task.options.times.engine_call};
  auto spec = network_spec(task.payload.elastic_network_interfaces->front());
  if (!spec) co_return std::unexpected(step_error(spec.error(), call));
  const Result<void> made = co_await engine.ensure_network(std::move(*spec), call.timeout);
  if (!made) co_return std::unexpected(step_error(made.error(), call));
  co_return StepResult<void>{};
}

}  // namespace berth::agent::steps
