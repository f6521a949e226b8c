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
  std::int32_t running = 0;   // Those that are RUNNING.
  std::int32_t starting = 0;  // Those that are not RUNNING yet.
  bool open = false;          // Its instance takes tasks.
  /// By cluster and group: hidden capacity serves several clusters.
  std::map<std::pair<model::ClusterArn, std::string>, std::int32_t> by_group;

  std::int32_t of_group(const model::ClusterArn& cluster, const std::string& group) const;
};

class Occupancy {
 public:
  void add(const model::Task& task);
  void remove(const model::Task& task);

  /// The load of the instance stays where it is until close(), also while nothing runs there.
  const InstanceLoad& open(const model::ContainerInstanceArn& arn);
  void close(const model::ContainerInstanceArn& arn);

  const InstanceLoad& on(const model::ContainerInstanceArn& arn) const;
  /// How many alive tasks of the group are on which instance.
  const std::map<model::ContainerInstanceArn, std::int32_t>& of_group(
      const model::ClusterArn& cluster, const std::string& group) const;
  /// Alive tasks of the group in the zone, whatever instances they are on.
  std::int32_t in_zone(const model::ClusterArn& cluster, const std::string& group,
                       const std::string& zone) const;

 private:
  using Group = std::pair<model::ClusterArn, std::string>;

  using Loads = std::map<model::ContainerInstanceArn, InstanceLoad>;

  void forget_if_unused(Loads::iterator load);

  Loads by_instance_;
  std::map<Group, std::map<model::ContainerInstanceArn, std::int32_t>> by_group_;
  std::map<std::tuple<model::ClusterArn, std::string, std::string>, std::int32_t> by_zone_;
};

}  // namespace berth::state
