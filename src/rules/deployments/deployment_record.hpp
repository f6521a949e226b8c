#pragma once
// How the record of a service deployment goes on (ECS: ServiceDeploymentStatus).

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "model/service_deployment.hpp"

namespace berth::rules {

inline constexpr std::string_view circuit_breaker_reason =
    "ECS deployment circuit breaker: tasks failed to start.";
inline constexpr std::string_view stopped_by_user_reason = "ECS deployment stopped by user.";

/// The scheduler has begun with it.
void begin(model::ServiceDeployment& record, Instant now);

/// It completed, or what it was rolled back to did.
void end_well(model::ServiceDeployment& record, Instant now);

/// It failed for good: it is not undone, or undoing it failed.
void end_failed(model::ServiceDeployment& record, std::string_view reason, Instant now);

/// Another deployment, or the end of the service, came before it was over.
void end_replaced(model::ServiceDeployment& record, std::string_view reason, Instant now);

/// It failed and is being undone.
void begin_rollback(model::ServiceDeployment& record, const model::ServiceRevisionArn& back_to,
                    Instant now);

}  // namespace berth::rules
