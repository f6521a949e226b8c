#pragma once
// Clusters as DescribeClusters and the operations that change them answer them.

#include <optional>
#include <vector>

#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

/// Counters come from `view`; what is not included stays empty.
gen::ecs::Cluster show_cluster(const View& view, const model::Cluster& cluster,
                               const std::optional<std::vector<gen::ecs::ClusterField>>& include);

}  // namespace berth::api::ecs
