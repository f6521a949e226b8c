#include "agent/steps/stop_container.hpp"

#include <utility>

#include "agent/backoff.hpp"
#include "agent/steps/inspect_container.hpp"
#include "ports/sleep.hpp"

namespace berth::agent::steps {

namespace asio = boost::asio;
using plan::EngineState;
using plan::Observation;

namespace {

constexpr int stop_tries = 5;
constexpr BackoffLimits between_tries{.first = std::chrono::seconds{1},
                                      .longest = std::chrono::seconds{5},
                                      .factor = 1.3,
                                      .jitter = 0.2};

/// The engine refused to stop the container each time. If it answers otherwise, the container
/// counts as ended.
asio::awaitable<StepResult<Observation>> give_up(StopTools tools, StepError error,
                                                 Duration timeout) {
  const auto version = co_await tools.engine.version(timeout);
  if (!version) error.kind = StepErrorKind::engine_absent;
  co_return std::unexpected(std::move(error));
}

}  // namespace

asio::awaitable<StepResult<Observation>> stop_container(StopTools tools, TaskView task,
                                                        std::size_t index) {
  const auto& record = task.record.containers[index];
  const auto& times = task.options.times;
  const Duration grace = record.stop_timeout.value_or(times.stop);
  const EngineCall call{"CannotStopContainerError", "stopped", grace + times.stop_margin};
  Backoff backoff(between_tries, tools.entropy);
  while (true) {
    const Result<void> stopped =
        co_await tools.engine.stop_container(record.docker_id, grace, call.timeout);
    if (stopped || stopped.error().code == ErrorCode::not_found) {
      auto seen = co_await inspect_container(tools.engine, record.docker_id, times.engine_call);
      if (!seen) seen.error().kind = StepErrorKind::later;
      if (!seen || seen->state != EngineState::running) co_return seen;
    }
    auto error = stopped ? StepError{StepErrorKind::final, std::string(call.name),
                                     "the container still runs", ErrorCode::refused}
                         : step_error(stopped.error(), call);
    if (error.kind == StepErrorKind::engine_absent) co_return std::unexpected(std::move(error));
    if (backoff.tries() + 1 >= stop_tries) {
      StepResult<Observation> given_up =
          co_await give_up(tools, std::move(error), times.engine_call);
      co_return given_up;
    }
    const Duration delay = backoff.next();
    co_await ports::sleep_for(tools.clock, delay);
  }
}

}  // namespace berth::agent::steps
