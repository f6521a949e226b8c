#pragma once
// Launch type or capacity provider strategy: on what RunTask, services and task sets run.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

/// The providers that every account has.
constexpr std::string_view fargate_provider = "FARGATE";
constexpr std::string_view fargate_spot_provider = "FARGATE_SPOT";

struct Capacity {
  gen::ecs::LaunchType launch_type{};
  /// Empty where the launch type was given.
  model::CapacityProviderStrategy strategy;
};

/// What was asked for; the cluster's default strategy where nothing was, and EC2 without one.
/// `invalid_parameter` for both at once and for strategies that divide nothing.
Result<Capacity> choose_capacity(const model::Cluster& cluster,
                                 const std::optional<gen::ecs::LaunchType>& launch_type,
                                 const std::optional<model::CapacityProviderStrategy>& strategy);

/// Names of known providers for names and ARNs, or ClientException.
Result<std::vector<std::string>> read_capacity_providers(const std::vector<std::string>& names,
                                                         const Stamp& stamp);

/// Whether the task definition can run there.
Result<void> check_launch_type(gen::ecs::LaunchType launch_type,
                               const model::TaskDefinition& definition);

/// Fargate has one platform version, shown as it was asked for and LATEST where it was not; the
/// launch type EC2 has none.
Result<std::optional<std::string>> read_platform_version(const std::optional<std::string>& version,
                                                         gen::ecs::LaunchType launch_type);

}  // namespace berth::api::ecs
