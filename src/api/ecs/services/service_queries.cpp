// DescribeServices, ListServices.
#include "api/ecs/names.hpp"
#include "api/ecs/services/service_view.hpp"
#include "api/ecs/tags.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

Result<Change<gen::ecs::DescribeServicesResponse>> describe_services(
    const View& view, const gen::ecs::DescribeServicesRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  if (request.services.empty()) {
    return fail(ErrorCode::invalid_parameter, "Services cannot be empty.");
  }
  if (request.services.size() > 10) {
    return fail(ErrorCode::invalid_parameter, "Services cannot have more than 10 elements.");
  }
  Change<gen::ecs::DescribeServicesResponse> change;
  auto& services = change.response.services.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& name : request.services) {
    const auto* service = TRY(find_service(view, cluster, name));
    if (!service) {
      failures.push_back(missing(arn_in_cluster(cluster, "service", name)));
      continue;
    }
    services.push_back(show_service(view, *service));
    if (includes(request.include, gen::ecs::ServiceField::tags)) {
      services.back().tags = show_tags(service->tags);
    }
  }
  return change;
}

Result<Change<gen::ecs::ListServicesResponse>> list_services(
    const View& view, const gen::ecs::ListServicesRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  std::vector<std::string> arns;
  const bool managed = request.resource_management_type == gen::ecs::ResourceManagementType::ecs;
  for (const auto& arn : view.services_in(cluster.arn)) {
    const auto& service = view.services().at(arn);
    if (service.status != model::ServiceStatus::active || managed) continue;
    if (request.scheduling_strategy &&
        *request.scheduling_strategy != service.scheduling_strategy) {
      continue;
    }
    if (request.launch_type && *request.launch_type != service.launch_type) continue;
    arns.push_back(arn.text());
  }
  auto page = TRY(page_of(arns, request.next_token, request.max_results, 10));
  Change<gen::ecs::ListServicesResponse> change;
  change.response.service_arns = std::move(page.keys);
  change.response.next_token = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::ecs
