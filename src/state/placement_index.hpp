#pragma once
// The container instances of a cluster as placement goes through them: side by side in memory, each
// with what its tasks take, and grouped by their attributes, so that instances with the same ones
// need be looked at once. Kept up to date as instances come and go.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/container_instance.hpp"
#include "state/occupancy.hpp"

namespace berth::state {

/// An instance that is not INACTIVE. Pointers hold until the next change of the state.
struct PlacementSlot {
  const model::ContainerInstance* instance = nullptr;
  const InstanceLoad* load = nullptr;
  /// The same for instances with the same attributes and zone.
  std::uint32_t attribute_class = 0;
};

class PlacementIndex {
 public:
  void add(const model::ContainerInstance& instance, const InstanceLoad& load);
  void remove(const model::ContainerInstance& instance);

  /// In the order of their ARNs.
  const std::vector<PlacementSlot>& in(const model::ClusterArn& cluster) const;

 private:
  struct AttributeClass {
    std::uint32_t id = 0;
    std::int32_t instances = 0;
  };

  std::map<model::ClusterArn, std::vector<PlacementSlot>> by_cluster_;
  std::map<std::string, AttributeClass> classes_;
  std::uint32_t last_class_ = 0;
};

}  // namespace berth::state
