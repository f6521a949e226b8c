#pragma once
// What a service needs next: which tasks to start and stop, which to put behind its load balancer,
// what to tell (behaviour §1.9). One call answers one round of decisions with their event texts;
// calling it again when nothing changed answers an empty plan.
//
// Order of effects: new tasks first as far as maximumPercent allows, old ones only while
// minimumHealthyPercent of healthy tasks remain. maximumPercent floors, minimumHealthyPercent
// ceils. Tasks under protection are stopped for their health only.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/service.hpp"
#include "model/service_deployment.hpp"
#include "model/task.hpp"
#include "rules/services/task_standing.hpp"

namespace berth::rules {

/// A container instance as a daemon sees it.
struct DaemonPlace {
  const model::ContainerInstance* instance = nullptr;
  /// It meets what the task definition and the constraints ask, whatever room it has.
  bool suitable = false;
  /// Tasks of other services, but daemons, are there still.
  bool serves_others = false;
};

struct ServiceFacts {
  const model::Service* service = nullptr;
  /// The record of the PRIMARY deployment; null with task sets.
  const model::ServiceDeployment* record = nullptr;
  /// Alive or not yet accounted for.
  std::vector<TaskFacts> tasks;
  /// The instances of the cluster, for a daemon.
  std::vector<DaemonPlace> places;
  /// Zones in which instances or subnets could take tasks; only where the tasks shall be evened
  /// out over them.
  std::set<std::string> zones;
  /// Those of them where no more task finds room now.
  std::set<std::string> full_zones;
  /// The last task that was to be started found no place.
  bool without_room = false;
};

struct StopDecision {
  const model::Task* task = nullptr;
  std::string reason;
  /// ECS tells those that go to even out the zones apart.
  enum class Cause : std::uint8_t { any, zone_balance } cause{};
};

/// Tasks to start for one deployment.
struct StartDecision {
  model::DeploymentId deployment;
  std::int32_t count = 0;
  /// How many of them replace unhealthy ones.
  std::int32_t replacements = 0;
  /// Where a daemon's task must go.
  std::optional<model::ContainerInstanceArn> instance;
  /// Where a task must go that evens out the zones.
  std::optional<std::string> zone;
};

struct ServicePlan {
  /// Ended tasks that the service takes notice of now.
  std::vector<const model::Task*> account;
  /// Those that are healthy for the first time.
  std::vector<const model::Task*> became_healthy;
  std::vector<const model::Task*> register_targets;
  std::vector<StopDecision> stop;
  std::vector<StartDecision> start;
  /// The service as it shall be (deployments, status); equal to the given one when unchanged.
  model::Service service;
  bool service_changed = false;
  /// Revisions that learnt the digests of their images.
  std::vector<model::ServiceRevision> revisions;
  /// The record as it shall be, where it changes.
  std::optional<model::ServiceDeployment> record;
  /// The primary deployment shall be undone (roll_back()), before anything else.
  enum class Rollback : std::uint8_t { none, due } rollback{};
  /// Texts, oldest first, in the order in which ECS tells them: about what is stopped, and at the
  /// end of a round.
  std::vector<std::string> events, closing_events;
  /// Texts whose cause holds now; tell_standing() says which of them are told.
  std::vector<std::string> standing_events;
  /// When time alone may change the answer.
  std::optional<Instant> look_again;
};

ServicePlan reconcile(const ServiceFacts& facts, Instant now);

}  // namespace berth::rules
