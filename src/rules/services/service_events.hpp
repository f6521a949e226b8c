#pragma once
// The texts of service events, as ECS writes them (behaviour §1.9.7).

#include <cstdint>
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
std::string stopped_pending_event(const model::Service& service, std::int32_t count);
std::string stopped_running_event(const model::Service& service,
                                  const std::vector<const model::Task*>& tasks);
std::string steady_state_event(const model::Service& service);
/// What a scale-in could not stop.
std::string protected_event(const model::Service& service, std::int32_t count);

/// Those of a deployment: "deployment completed.", "deployment failed: …".
std::string deployment_event(const model::Service& service, const model::Deployment& deployment,
                             std::string_view what);
std::string rolling_back_event(const model::Service& service);

}  // namespace berth::rules
