// RollBackService: back to what a service ran before, decided and begun in one step. AWS has
// StopServiceDeployment alone, and its UpdateService cannot name the images of a service revision.
#include <algorithm>
#include <tuple>

#include "api/ecs/names.hpp"
#include "api/ecs/services/deployments.hpp"
#include "api/ecs/services/service_checks.hpp"
#include "gen/ecs/operations.hpp"
#include "gen/explain/operations.hpp"
#include "rules/deployments/revision_before.hpp"
#include "rules/new_task.hpp"

namespace berth::api::explain {

namespace {

using gen::explain::RollBackServiceResponse;
using Status = model::ServiceDeploymentStatus;

Result<Change<RollBackServiceResponse>> undo(const View& view,
                                             const model::ServiceDeployment& record,
                                             const Stamp& stamp) {
  Change<RollBackServiceResponse> change;
  change.response.service_deployment_arn = record.arn.text();
  if (record.status != Status::pending && record.status != Status::in_progress) return change;
  gen::ecs::StopServiceDeploymentRequest stop;
  stop.service_deployment_arn = record.arn.text();
  auto stopped = TRY(ecs::stop_service_deployment(view, stop, stamp));
  change.commands = std::move(stopped.commands);
  return change;
}

/// Those that were deployed well, oldest first.
std::vector<const model::ServiceRevision*> deployed_revisions(const View& view,
                                                              const model::Service& service) {
  std::vector<const model::ServiceDeployment*> records;
  for (const auto& arn : view.deployments_of(service.arn)) {
    const auto& record = view.service_deployments().at(arn);
    if (record.status == Status::successful) records.push_back(&record);
  }
  std::ranges::sort(records, {}, [](const model::ServiceDeployment* each) {
    return std::tie(each->created_at, each->arn);
  });
  std::vector<const model::ServiceRevision*> revisions;
  for (const auto* record : records) {
    revisions.push_back(&view.service_revisions().at(record->target_revision));
  }
  return revisions;
}

}  // namespace

Result<Change<RollBackServiceResponse>> roll_back_service(
    const View& view, const gen::explain::RollBackServiceRequest& request, const Stamp& stamp) {
  auto service = TRY(ecs::find_active_service(view, stamp, request.cluster, request.service));
  if (is_external(service)) {
    return fail(ErrorCode::invalid_parameter,
                "A service with an EXTERNAL deployment controller has no deployments to go back "
                "to: its task sets say what it runs.");
  }
  const auto& primary = service.deployments.front();
  const auto& record = view.service_deployments().at(primary.service_deployment_arn);
  if (!is_over(record.status)) return undo(view, record, stamp);
  const auto* before =
      rules::revision_before(deployed_revisions(view, service), view.revision_of(primary));
  if (!before) {
    return fail(ErrorCode::conflict, "The service " + service.name +
                                         " has run nothing else before that could be deployed "
                                         "again.");
  }
  const auto* definition = view.find_task_definition(before->task_definition_arn);
  if (!definition) {
    return fail(ErrorCode::conflict, "The task definition " + before->task_definition_arn.text() +
                                         " that ran before was deleted.");
  }
  TRY_VOID(ecs::check_load_balancers(view, before->load_balancers, definition->body, stamp));
  Change<RollBackServiceResponse> change;
  ecs::deploy_again(view, service, *before, stamp, change.commands);
  service.role_arn = ecs::role_after_update(service, rules::network_mode(definition->body), stamp);
  change.response.service_deployment_arn =
      service.deployments.front().service_deployment_arn.text();
  change.response.service_revision_arn = before->arn.text();
  change.response.task_definition = before->task_definition_arn.text();
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

}  // namespace berth::api::explain
