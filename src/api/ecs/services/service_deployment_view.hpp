#pragma once
// Service deployments and revisions as the operations on them answer them. Numbers of tasks are
// those of now.

#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

gen::ecs::ServiceDeploymentStatus show_status(model::ServiceDeploymentStatus status);
gen::ecs::ServiceDeployment show_service_deployment(const View& view,
                                                    const model::ServiceDeployment& record);
gen::ecs::ServiceDeploymentBrief show_service_deployment_brief(
    const model::ServiceDeployment& record);
gen::ecs::ServiceRevision show_service_revision(const View& view,
                                                const model::ServiceRevision& revision);

}  // namespace berth::api::ecs
