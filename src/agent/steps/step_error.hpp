#pragma once
// How a step fails, in the names and texts that the ECS agent gives to its users (agent-protocol
// §11). An engine that is not there is no failure of the task: the step is begun again when it is
// back.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::agent::steps {

enum class StepErrorKind : std::uint8_t {
  final,
  engine_absent,  // Begun again when the engine is back.
  later,          // The engine gave no answer about this one container; begun again after a rest.
};

struct StepError {
  StepErrorKind kind{};
  /// "CannotStartContainerError"; empty where AWS gives the bare text.
  std::string name;
  std::string text;
  /// The engine's own answer, for decisions that depend on it.
  ErrorCode code{};

  std::string reason() const { return name.empty() ? text : name + ": " + text; }
};

template <class T>
using StepResult = std::expected<T, StepError>;

struct EngineCall {
  /// The name of a refusal ("CannotCreateContainerError").
  std::string_view name;
  /// What the container could not become ("created"), for a call that took too long.
  std::string_view transition;
  Duration timeout{};
};

StepError step_error(const Error& error, const EngineCall& call);

/// "Error response from daemon: …" before what Docker said itself, as Docker's own client puts it.
std::string daemon_text(const Error& error);

/// "3m0s", "1.5s": how the agent's texts write a duration.
std::string go_duration(Duration duration);

/// The advice that precedes Docker's text when a pull is refused; empty where none fits.
std::string pull_hint(std::string_view docker_text);

}  // namespace berth::agent::steps
