#pragma once
// The health check members that CreateTargetGroup and ModifyTargetGroup share (behaviour §2.5).

#include "base/result.hpp"
#include "gen/elbv2/types.hpp"
#include "model/load_balancer.hpp"

namespace berth::api::elbv2::parts {

/// The settings that the request gives, laid over `current` and checked together.
Result<model::HealthCheck> read_health_check(const gen::elbv2::CreateTargetGroupInput& request,
                                             const model::HealthCheck& current);
Result<model::HealthCheck> read_health_check(const gen::elbv2::ModifyTargetGroupInput& request,
                                             const model::HealthCheck& current);

}  // namespace berth::api::elbv2::parts
