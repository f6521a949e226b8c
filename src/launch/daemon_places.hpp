#pragma once
// Where daemons run and what they will need there: one task on each instance that suits them
// (behaviour §1.16).

#include <optional>
#include <vector>

#include "rules/new_task.hpp"
#include "rules/placement/placement.hpp"
#include "rules/services/service_reconcile.hpp"
#include "state/state.hpp"

namespace berth::launch {

/// Every instance of the cluster, as the daemon sees it.
std::vector<rules::DaemonPlace> daemon_places(const state::State& state,
                                              const model::Service& daemon);

/// Room that daemons of a cluster are going to take on instances where they have no task yet. It
/// is theirs before any other task's.
class DaemonRoom {
 public:
  /// `asking` is the service whose tasks are placed: a daemon leaves no room for others.
  DaemonRoom(const state::State& state, const model::ClusterArn& cluster,
             const std::optional<model::ServiceArn>& asking);

  /// What they are going to take of the instance; nothing where they need nothing.
  std::optional<model::Resources> wanted_on(const model::ContainerInstance& instance) const;

 private:
  struct Daemon {
    rules::TaskWish wish;
    rules::PlacementRequest request;
  };

  const state::State& state_;
  std::vector<Daemon> daemons_;
};

}  // namespace berth::launch
