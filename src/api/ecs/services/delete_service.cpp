// DeleteService (behaviour §1.7.3).
#include "api/ecs/names.hpp"
#include "api/ecs/services/deployments.hpp"
#include "api/ecs/services/service_view.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

/// Why the service needs force; empty where it does not. Daemons go without: their count is
/// nobody's choice.
std::string_view needs_force(const model::Service& service) {
  if (is_daemon(service)) return {};
  if (service.desired_count > 0) {
    return "The service cannot be stopped while it is scaled above 0.";
  }
  const bool has_sets = is_external(service) && !service.deployments.empty();
  return has_sets ? "The service cannot be stopped while it has task sets." : "";
}

}  // namespace

Result<Change<gen::ecs::DeleteServiceResponse>> delete_service(
    const View& view, const gen::ecs::DeleteServiceRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto* found = TRY(find_service(view, cluster, request.service));
  if (!found) return fail(ErrorCode::service_not_found, "Service not found.");
  Change<gen::ecs::DeleteServiceResponse> change;
  if (found->status != model::ServiceStatus::active) {
    change.response.service = show_service(view, *found);
    return change;
  }
  const auto why = needs_force(*found);
  if (!why.empty() && !request.force.value_or(false)) {
    return fail(ErrorCode::invalid_parameter, std::string(why));
  }
  auto service = *found;
  service.status = model::ServiceStatus::draining;
  service.desired_count = 0;
  for (auto& deployment : service.deployments) {
    if (deployment.task_set) deployment.status = model::DeploymentStatus::draining;
    deployment.desired_count = 0;
  }
  end_deployment(view, service, "Service was deleted.", stamp, change.commands);
  change.response.service = show_service(view, service);
  change.commands.push_back(state::UpdateService{std::move(service)});
  return change;
}

}  // namespace berth::api::ecs
