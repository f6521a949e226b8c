#include "api/ecs/clusters/capacity.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "rules/placement/capacity_provider_strategy.hpp"

namespace berth::api::ecs {

using gen::ecs::Compatibility;
using gen::ecs::LaunchType;

Result<Capacity> choose_capacity(const model::Cluster& cluster,
                                 const std::optional<LaunchType>& launch_type,
                                 const std::optional<model::CapacityProviderStrategy>& strategy) {
  if (launch_type && filled(strategy)) {
    return fail(ErrorCode::invalid_parameter,
                "Specify either Launch Type or Capacity Provider Strategy, but not both.");
  }
  if (launch_type) return Capacity{*launch_type, {}};
  const auto& chosen = filled(strategy) ? *strategy : cluster.default_capacity_provider_strategy;
  // An empty list asks for the launch type, whatever the cluster's default.
  if (chosen.empty() || (strategy && strategy->empty())) return Capacity{LaunchType::ec2, {}};
  TRY_VOID(rules::check_strategy(chosen, cluster.capacity_providers));
  // Other providers cannot be associated with a cluster yet.
  return Capacity{LaunchType::fargate, chosen};
}

Result<void> check_launch_type(LaunchType launch_type, const model::TaskDefinition& definition) {
  if (launch_type != LaunchType::ec2 && launch_type != LaunchType::fargate) {
    return fail(ErrorCode::unsupported_operation,
                fmt::format("Berth does not support the launch type {}.", text(launch_type)));
  }
  const auto& list = definition.body.compatibilities;
  const bool on_fargate = list && std::ranges::find(*list, Compatibility::fargate) != list->end();
  if (launch_type == LaunchType::fargate && !on_fargate) {
    return fail(ErrorCode::invalid_parameter,
                "Task definition does not support launch_type FARGATE.");
  }
  return {};
}

Result<std::optional<std::string>> read_platform_version(const std::optional<std::string>& version,
                                                         LaunchType launch_type) {
  if (launch_type != LaunchType::fargate) {
    if (!version) return std::nullopt;
    return fail(ErrorCode::invalid_parameter,
                fmt::format("The platform version must be null when specifying an {} launch type.",
                            text(launch_type)));
  }
  auto wanted = version.value_or("LATEST");
  TRY_VOID(refuse(
      {{"platformVersion other than LATEST and 1.4.0", wanted != "LATEST" && wanted != "1.4.0"}}));
  return wanted;
}

}  // namespace berth::api::ecs
