#pragma once
// The texts of service events, as ECS writes them (behaviour §1.9.7).

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/service.hpp"
#include "rules/services/task_standing.hpp"

namespace berth::rules {

/// "(service web) (task 1234) is unhealthy in …"
std::string unhealthy_event(const model::Service& service, const TaskStanding& standing);

/// Why such a task is stopped, as its stoppedReason says.
std::string unhealthy_reason(const TaskStanding& standing);

std::string started_event(const model::Service& service, const std::vector<model::TaskArn>& tasks,
                          std::int32_t replacements);
std::string started_to_balance_event(const model::Service& service, const std::string& zone,
                                     const std::vector<model::TaskArn>& tasks);
std::string stopped_pending_event(const model::Service& service, std::int32_t count);
std::string stopped_running_event(const model::Service& service,
                                  const std::vector<const model::Task*>& tasks);
/// One for each zone.
std::vector<std::string> stopped_to_balance_events(const model::Service& service,
                                                   const std::vector<const model::Task*>& tasks);
std::string steady_state_event(const model::Service& service);
/// What a scale-in could not stop.
std::string protected_event(const model::Service& service, const model::DeploymentId& deployment,
                            std::int32_t count);
/// No room for a task: which instance came closest and what it lacks, or that there is none.
std::string unplaced_event(const model::Service& service,
                           const std::optional<model::ContainerInstanceArn>& closest,
                           std::string_view reason);
/// On hidden capacity.
std::string unplaced_event(const model::Service& service, std::string_view reason);
/// Whether it is one of the two above.
bool is_unplaced_event(const model::Service& service, std::string_view text);
std::string unplaced_in_zone_event(const model::Service& service, const std::string& zone);

/// The percentages of a deployment let it do nothing.
std::string stuck_event(const model::Service& service);
/// The task's target group was deleted.
std::string group_missing_event(const model::Service& service, const TaskFacts& facts);
/// The instance of a daemon's task does not meet its constraints any more.
std::string daemon_misplaced_event(const model::Service& service, const model::Task& task);

/// How many tasks are in each zone.
using ZoneCounts = std::map<std::string, std::int32_t>;
std::string balanced_event(const model::Service& service, const ZoneCounts& counts);
std::string unbalanced_event(const model::Service& service, const ZoneCounts& counts);

/// Those of a deployment: "deployment completed.", "deployment failed: …".
std::string deployment_event(const model::Service& service, const model::Deployment& deployment,
                             std::string_view what);
std::string rolling_back_event(const model::Service& service);

}  // namespace berth::rules
