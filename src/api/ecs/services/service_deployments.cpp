// ListServiceDeployments, DescribeServiceDeployments, DescribeServiceRevisions,
// StopServiceDeployment (behaviour §1.8).
#include <algorithm>
#include <map>
#include <ranges>
#include <tuple>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "api/ecs/services/service_deployment_view.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/deployments/circuit_breaker.hpp"

namespace berth::api::ecs {

namespace {

using model::ServiceDeployment;
using Status = model::ServiceDeploymentStatus;

constexpr std::size_t described_max = 20;

Result<void> check_arns(const std::vector<std::string>& arns, std::string_view what) {
  if (arns.empty()) {
    return fail(ErrorCode::invalid_parameter, fmt::format("{} cannot be empty.", what));
  }
  if (arns.size() > described_max) {
    return fail(ErrorCode::invalid_parameter,
                fmt::format("{} cannot have more than {} elements.", what, described_max));
  }
  return {};
}

/// In the order of their creation.
std::string page_key(const ServiceDeployment& record) {
  return fmt::format("{:016} {}", record.created_at.time_since_epoch().count(), record.arn.text());
}

template <class Row>
const Row* find_own(const state::Table<decltype(Row::arn), Row>& table, const std::string& arn,
                    const Stamp& stamp) {
  return model::realm_of(arn) == stamp.realm ? table.find(decltype(Row::arn){arn}) : nullptr;
}

bool is_asked_for(const ServiceDeployment& record,
                  const gen::ecs::ListServiceDeploymentsRequest& request) {
  if (filled(request.status) &&
      std::ranges::find(*request.status, show_status(record.status)) == request.status->end()) {
    return false;
  }
  if (!request.created_at) return true;
  const auto& [before, after] = std::tie(request.created_at->before, request.created_at->after);
  return (!before || record.created_at < *before) && (!after || record.created_at > *after);
}

}  // namespace

Result<Change<gen::ecs::ListServiceDeploymentsResponse>> list_service_deployments(
    const View& view, const gen::ecs::ListServiceDeploymentsRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  const auto* service = TRY(find_service(view, cluster, request.service));
  if (!service) return fail(ErrorCode::service_not_found, "Service not found.");
  std::map<std::string, const ServiceDeployment*> records;
  for (const auto& arn : view.deployments_of(service->arn)) {
    const auto& record = view.service_deployments().at(arn);
    if (is_asked_for(record, request)) records[page_key(record)] = &record;
  }
  // The newest first.
  std::vector<std::string> keys;
  for (const auto& [key, record] : std::views::reverse(records)) keys.push_back(key);
  auto page = TRY(page_of(keys, request.next_token, request.max_results, 20, Sorted::descending));
  Change<gen::ecs::ListServiceDeploymentsResponse> change;
  auto& shown = change.response.service_deployments.emplace();
  for (const auto& key : page.keys) {
    shown.push_back(show_service_deployment_brief(*records.at(key)));
  }
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::ecs::DescribeServiceDeploymentsResponse>> describe_service_deployments(
    const View& view, const gen::ecs::DescribeServiceDeploymentsRequest& request,
    const Stamp& stamp) {
  TRY_VOID(check_arns(request.service_deployment_arns, "Service deployment ARNs"));
  Change<gen::ecs::DescribeServiceDeploymentsResponse> change;
  auto& shown = change.response.service_deployments.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& arn : request.service_deployment_arns) {
    const auto* record = find_own(view.service_deployments(), arn, stamp);
    if (record) {
      shown.push_back(show_service_deployment(view, *record));
    } else {
      failures.push_back(missing(arn));
    }
  }
  return change;
}

Result<Change<gen::ecs::DescribeServiceRevisionsResponse>> describe_service_revisions(
    const View& view, const gen::ecs::DescribeServiceRevisionsRequest& request,
    const Stamp& stamp) {
  TRY_VOID(check_arns(request.service_revision_arns, "Service revision ARNs"));
  Change<gen::ecs::DescribeServiceRevisionsResponse> change;
  auto& shown = change.response.service_revisions.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& arn : request.service_revision_arns) {
    const auto* revision = find_own(view.service_revisions(), arn, stamp);
    if (revision) {
      shown.push_back(show_service_revision(view, *revision));
    } else {
      failures.push_back(missing(arn));
    }
  }
  return change;
}

/// The service scheduler does what is asked here in its next round.
Result<Change<gen::ecs::StopServiceDeploymentResponse>> stop_service_deployment(
    const View& view, const gen::ecs::StopServiceDeploymentRequest& request, const Stamp& stamp) {
  using StopType = gen::ecs::StopServiceDeploymentStopType;
  const auto* found = find_own(view.service_deployments(), request.service_deployment_arn, stamp);
  if (!found) {
    return fail(ErrorCode::service_deployment_not_found, "Service deployment not found.");
  }
  if (found->status != Status::pending && found->status != Status::in_progress) {
    return fail(ErrorCode::conflict,
                fmt::format("The service deployment cannot be stopped: its status is {}.",
                            text(show_status(found->status))));
  }
  const auto& service = view.services().at(found->service_arn);
  const bool undo = request.stop_type.value_or(StopType::rollback) == StopType::rollback;
  if (undo && !rules::can_roll_back(service)) {
    return fail(ErrorCode::conflict,
                "The service deployment cannot be rolled back: no service revision before it has "
                "been deployed. The stop type ABORT stops it where it is.");
  }
  auto record = *found;
  record.status = undo ? Status::rollback_requested : Status::stop_requested;
  record.updated_at = stamp.now;
  Change<gen::ecs::StopServiceDeploymentResponse> change;
  change.response.service_deployment_arn = request.service_deployment_arn;
  change.commands.push_back(state::UpdateServiceDeployment{std::move(record)});
  return change;
}

}  // namespace berth::api::ecs
