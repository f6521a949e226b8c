#pragma once
// When a deployment is given up and what it is rolled back to (behaviour §1.10).

#include <cstdint>
#include <string_view>

#include "base/time.hpp"
#include "model/service.hpp"

namespace berth::rules {

/// How many failures break a deployment (ECS: ThresholdConfiguration). At least 1.
std::int32_t failure_count_max(const model::CircuitBreaker& breaker, std::int32_t desired_count);

/// The PRIMARY deployment has failed for good: nothing more is started from it.
void fail_primary(model::Service& service, std::string_view reason, Instant now);

/// Whether there is something to go back to: a revision that completed and is not the PRIMARY's,
/// which must not be a rollback already.
bool can_roll_back(const model::Service& service);

/// The revision becomes PRIMARY again, and what the service wants: by its own deployment while
/// tasks of it are left, else by a new one with the id `fresh`. Answers the deployment, whose
/// record is the caller's to name.
model::Deployment& deploy_again(model::Service& service, const model::ServiceRevision& revision,
                                model::DeploymentId fresh, Instant now);

/// The last completed revision, which is `back_to`, is deployed again under the record of the
/// deployment that failed. Only where can_roll_back().
void roll_back(model::Service& service, const model::ServiceRevision& back_to,
               model::DeploymentId fresh, Instant now);

/// A service shows what its PRIMARY runs; of an EXTERNAL one without a PRIMARY, an empty revision.
void show_workload(const model::ServiceRevision& revision, model::Service& service);

}  // namespace berth::rules
