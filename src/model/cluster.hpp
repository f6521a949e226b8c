#pragma once
// A cluster: a name under which container instances, tasks and services live. Its counters are
// derived from the other tables and never stored.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.hpp"
#include "gen/ecs/types.hpp"
#include "model/capacity_provider_strategy.hpp"
#include "model/ids.hpp"
#include "model/tags.hpp"

namespace berth::model {

enum class ClusterStatus : std::uint8_t { active, inactive };
BOOST_DESCRIBE_ENUM(ClusterStatus, active, inactive)

struct Cluster {
  ClusterArn arn;
  std::string name;
  ClusterStatus status = ClusterStatus::active;
  std::vector<gen::ecs::ClusterSetting> settings;
  /// Names of those that strategies in this cluster may use.
  std::vector<std::string> capacity_providers;
  CapacityProviderStrategy default_capacity_provider_strategy;
  Instant created_at{};
  /// When it became INACTIVE.
  std::optional<Instant> closed_at;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Cluster, (),
                      (arn, name, status, settings, capacity_providers,
                       default_capacity_provider_strategy, created_at, closed_at, tags))

}  // namespace berth::model
