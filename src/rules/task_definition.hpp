#pragma once
// What a task definition may say, and what ECS makes of it: validation, defaults, compatibilities
// and the attributes that an instance must have (behaviour §1.3). Pure; the revision number and
// the ARN are the caller's.

#include "base/result.hpp"
#include "gen/ecs/types.hpp"

namespace berth::rules {

/// The definition as RegisterTaskDefinition answers it, without ARN, revision and status. Errors:
/// client_exception or invalid_parameter with ECS's texts; unsupported_operation for members that
/// Berth cannot honour, naming them.
Result<gen::ecs::TaskDefinition> define_task(
    const gen::ecs::RegisterTaskDefinitionRequest& request);

/// No task can have more CPU units or MiB than this: sums of two stay within an int32_t.
inline constexpr std::int32_t task_units_max = 1'000'000 * 1024;

/// "1 vCPU" and "1024" mean 1024 units; ".5 GB" and "512" mean 512 MiB.
Result<std::string> cpu_units(const std::string& text);
Result<std::string> memory_mib(const std::string& text);

/// "<12 digits>.dkr.ecr.<region>.amazonaws.com/…".
bool is_ecr_image(std::string_view image);

/// Whether Fargate offers the pair (behaviour §1.3.3).
bool fargate_offers(std::int64_t cpu, std::int64_t memory);

/// Members that Berth does not honour yet, named in the error.
Result<void> refuse_unsupported(const gen::ecs::RegisterTaskDefinitionRequest& request);

/// Seconds that a container must have run before it is restarted, where restartPolicy says nothing.
inline constexpr std::int32_t restart_attempt_period_default = 300;

/// Whether Docker is to check the container; the command NONE says that it is not.
bool has_health_check(const gen::ecs::ContainerDefinition& container);

/// The environment files of a definition or of an override of it. Errors: as of define_task().
Result<void> check_environment_files(const std::string& container,
                                     const std::vector<gen::ecs::EnvironmentFile>& files);

/// Each rule of §1.3.2 about single containers and between them.
Result<void> check_containers(const gen::ecs::TaskDefinition& definition);

/// The port mappings of one container, with their defaults filled in.
Result<void> check_ports(const gen::ecs::ContainerDefinition& container,
                         gen::ecs::NetworkMode mode);

/// What FARGATE and EXTERNAL forbid; called when requiresCompatibilities lists them.
Result<void> check_fargate(const gen::ecs::TaskDefinition& definition);
Result<void> check_external(const gen::ecs::TaskDefinition& definition);

/// The instance attributes that the definition needs, sorted by name (behaviour §1.3.4).
std::vector<gen::ecs::Attribute> required_attributes(const gen::ecs::TaskDefinition& definition);

}  // namespace berth::rules
