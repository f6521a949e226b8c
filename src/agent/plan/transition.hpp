#pragma once
// The only ways in which a container of a record moves on. Each keeps the task's times and queues
// the container change that the server must learn of; none decides what to do next.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/task_record.hpp"

namespace berth::agent::plan {

enum class EngineState : std::uint8_t { absent, created, running, exited };
enum class OutOfMemory : std::uint8_t { no, yes };

/// What the engine says of a container, freed of the engine's own forms.
struct Observation {
  EngineState state{};
  std::string docker_id;
  std::optional<std::int32_t> exit_code;
  OutOfMemory out_of_memory{};
  /// The engine's own complaint about the container (State.Error).
  std::string error;
  std::optional<Instant> created_at, started_at, finished_at;
  std::optional<HealthStatus> health;
  std::int32_t health_exit_code = 0;
  std::string health_output;
  EngineFacts facts;
  std::vector<gen::ecs::NetworkBinding> bindings;
};

struct ImageFacts {
  std::string id, digest;
  std::vector<std::string> environment;
  /// Why the registry's copy could not be had although a stored one serves; empty normally.
  std::string complaint;
};

void mark_pull_started(TaskRecord& task, Instant now);
void mark_pulled(TaskRecord& task, std::size_t container, ImageFacts image, Instant now);
void mark_created(TaskRecord& task, std::size_t container, std::string docker_id, Instant now);
void mark_running(TaskRecord& task, std::size_t container, Instant started_at);

void mark_stopped(TaskRecord& task, std::size_t container, End end);
/// Something that was done to the container failed for good. One that was to be restarted keeps the
/// exit code and the time of its last run.
void mark_failed(TaskRecord& task, std::size_t container, std::string reason, Instant now);

/// Whether the engine may say more of an end than this code: a killed container may have run out
/// of memory, and Docker's own codes come with a complaint (State.Error).
bool may_have_a_cause(std::int32_t exit_code);

/// Whether lack of memory may turn out to have ended the container: Docker can say so a moment
/// after the end itself (its "oom" event after "die"), and the reason must not be missed.
bool may_lack_memory(const TaskRecord& task, std::size_t container, const Observation& seen);

/// Moves the container to what was observed, through RUNNING where it passed it unseen. A container
/// that is already stopped stays so. One that exited and may be restarted stays running, as far as
/// the server knows, with its restart pending.
void observe(TaskRecord& task, std::size_t container, const Observation& seen, Instant now);

}  // namespace berth::agent::plan
