#pragma once
// What the alive tasks take: resources of instances, places in groups. Counted as tasks come and
// go, so that placing a task costs the same whatever number of tasks there is.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "model/task.hpp"

namespace berth::state {

/// The alive tasks of one instance.
struct InstanceLoad {
  model::Resources reserved;
  std::int32_t alive = 0;
  std::int32_t running = 0;  // Those that are RUNNING.
  /// By cluster and group: hidden capacity serves several clusters.
  std::map<std::pair<model::ClusterArn, std::string>, std::int32_t> by_group;

  std::int32_t of_group(const model::ClusterArn& cluster, const std::string& group) const;
};

class Occupancy {
 public:
  void add(const model::Task& task);
  void remove(const model::Task& task);

  const InstanceLoad& on(const model::ContainerInstanceArn& arn) const;
  /// Alive tasks of the group in the zone, whatever instances they are on.
  std::int32_t in_zone(const model::ClusterArn& cluster, const std::string& group,
                       const std::string& zone) const;

 private:
  std::map<model::ContainerInstanceArn, InstanceLoad> by_instance_;
  std::map<std::tuple<model::ClusterArn, std::string, std::string>, std::int32_t> by_zone_;
};

}  // namespace berth::state
