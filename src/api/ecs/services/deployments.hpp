#pragma once
// Begins a deployment: its revision, its record, and its place in the service's row.

#include <string_view>
#include <vector>

#include "api/operation.hpp"

namespace berth::api::ecs {

/// What the service wants now, as a revision of its own.
model::ServiceRevision new_revision(const model::Service& service, const Stamp& stamp);

model::DeploymentId new_deployment_id(const Stamp& stamp);

/// A new PRIMARY deployment in front of the others, which become ACTIVE. Answers its revision;
/// appends the commands for the revision and the records, not for the service.
model::ServiceRevision start_deployment(const View& view, model::Service& service,
                                        const Stamp& stamp, std::vector<Command>& commands);

/// A revision that ran before becomes PRIMARY again, images and all, under a record of its own.
/// Appends the commands for the records, not for the service.
void deploy_again(const View& view, model::Service& service, const model::ServiceRevision& revision,
                  const Stamp& stamp, std::vector<Command>& commands);

/// Ends the record of the deployment under way, if there is one.
void end_deployment(const View& view, const model::Service& service, std::string_view reason,
                    const Stamp& stamp, std::vector<Command>& commands);

}  // namespace berth::api::ecs
