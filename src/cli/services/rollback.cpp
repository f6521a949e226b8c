#include "cli/services/rollback.hpp"

#include <algorithm>
#include <utility>

#include "cli/services/follow.hpp"
#include "cli/services/service_query.hpp"
#include "cli/task_query.hpp"
#include "gen/ecs/service.hpp"

namespace berth::cli {

namespace {

using gen::ecs::Service;
using gen::ecs::ServiceDeploymentStatus;

/// Those of the service, the newest first.
Answer<std::vector<gen::ecs::ServiceDeploymentBrief>> deployments_of(client::ApiClient& client,
                                                                     RollbackWish wish) {
  std::vector<gen::ecs::ServiceDeploymentBrief> all;
  gen::ecs::ListServiceDeploymentsRequest page;
  page.cluster = wish.cluster;
  page.service = wish.service;
  page.max_results = 100;
  do {
    auto ask = page;
    auto listed = co_await client.call<gen::ecs::ListServiceDeploymentsResponse>(
        gen::ecs::service(), "ListServiceDeployments", std::move(ask));
    if (!listed) co_return std::unexpected(listed.error());
    page.next_token = listed->next_token;
    if (!listed->service_deployments) continue;
    for (auto& each : *listed->service_deployments) all.push_back(std::move(each));
  } while (page.next_token);
  co_return all;
}

bool is_under_way(const gen::ecs::ServiceDeploymentBrief& deployment) {
  return deployment.status == ServiceDeploymentStatus::pending ||
         deployment.status == ServiceDeploymentStatus::in_progress;
}

/// The revision that was deployed well before the one that runs now.
std::string revision_before(const std::vector<gen::ecs::ServiceDeploymentBrief>& deployments,
                            const Service& service) {
  const auto& current = service.current_service_revisions;
  const auto now = current && !current->empty() ? current->front().arn : std::nullopt;
  for (const auto& each : deployments) {
    const bool good = each.status == ServiceDeploymentStatus::successful;
    if (good && each.target_service_revision_arn != now) {
      return each.target_service_revision_arn.value_or("");
    }
  }
  return {};
}

Answer<gen::ecs::ServiceRevision> describe_revision(client::ApiClient& client, std::string arn) {
  gen::ecs::DescribeServiceRevisionsRequest request;
  request.service_revision_arns.push_back(arn);
  auto described = co_await client.call<gen::ecs::DescribeServiceRevisionsResponse>(
      gen::ecs::service(), "DescribeServiceRevisions", std::move(request));
  if (!described) co_return std::unexpected(described.error());
  if (!described->service_revisions || described->service_revisions->empty()) {
    co_return fail(ErrorCode::not_found, "The service revision " + arn + " is not known any more.");
  }
  co_return std::move(described->service_revisions->front());
}

/// Stops the deployment under way and waits until it is undone.
Done undo(Context context, Screen screen, RollbackWish wish, std::string arn, Service service) {
  gen::ecs::StopServiceDeploymentRequest request;
  request.service_deployment_arn = arn;
  request.stop_type = gen::ecs::StopServiceDeploymentStopType::rollback;
  const auto stopped = co_await context.client.call<gen::ecs::StopServiceDeploymentResponse>(
      gen::ecs::service(), "StopServiceDeployment", std::move(request));
  if (!stopped) co_return std::unexpected(stopped.error());
  Following what;
  what.cluster = wish.cluster;
  what.service = wish.service;
  what.goal = Goal::rolled_back;
  what.service_deployment = std::move(arn);
  what.timeout = wish.timeout;
  const auto done = co_await follow(context, screen, std::move(what), std::move(service));
  co_return done;
}

/// What UpdateService takes to run on the revision's capacity. An empty list ends a strategy.
std::optional<std::vector<gen::ecs::CapacityProviderStrategyItem>> capacity_of(
    const gen::ecs::ServiceRevision& revision, const Service& service) {
  const auto& before = revision.capacity_provider_strategy;
  const auto& now = service.capacity_provider_strategy;
  if (before && !before->empty()) return before;
  if (now && !now->empty()) return std::vector<gen::ecs::CapacityProviderStrategyItem>{};
  return std::nullopt;
}

/// Deploys what the revision ran.
Done deploy_again(Context context, Screen screen, RollbackWish wish,
                  gen::ecs::ServiceRevision revision, Service service) {
  gen::ecs::UpdateServiceRequest request;
  request.cluster = wish.cluster;
  request.service = wish.service;
  request.force_new_deployment = true;
  request.task_definition = revision.task_definition;
  request.network_configuration = revision.network_configuration;
  request.load_balancers = revision.load_balancers;
  request.capacity_provider_strategy = capacity_of(revision, service);
  const auto updated = co_await context.client.call<gen::ecs::UpdateServiceResponse>(
      gen::ecs::service(), "UpdateService", std::move(request));
  if (!updated) co_return std::unexpected(updated.error());
  Following what;
  what.cluster = wish.cluster;
  what.service = wish.service;
  what.timeout = wish.timeout;
  if (updated->service) {
    what.service_deployment = updated->service->current_service_deployment.value_or("");
  }
  const auto done = co_await follow(context, screen, std::move(what), std::move(service));
  co_return done;
}

}  // namespace

Done roll_back_service(Context context, Screen screen, RollbackWish wish) {
  auto service = co_await find_service(context.client, wish.cluster, wish.service);
  if (!service) co_return std::unexpected(service.error());
  const auto deployments = co_await deployments_of(context.client, wish);
  if (!deployments) co_return std::unexpected(deployments.error());
  const auto current = std::ranges::find_if(*deployments, is_under_way);
  Result<void> done{};
  if (current != deployments->end()) {
    auto arn = current->service_deployment_arn.value_or("");
    done = co_await undo(context, screen, wish, std::move(arn), std::move(*service));
  } else {
    auto arn = revision_before(*deployments, *service);
    if (arn.empty()) {
      co_return fail(ErrorCode::not_found, "The service " + wish.service +
                                               " has run nothing else before that could be "
                                               "deployed again.");
    }
    auto revision = co_await describe_revision(context.client, std::move(arn));
    if (!revision) co_return std::unexpected(revision.error());
    screen.write("Back to " + after_slash(revision->task_definition) + ".\n");
    done = co_await deploy_again(context, screen, wish, std::move(*revision), std::move(*service));
  }
  if (!done) co_return std::unexpected(done.error());
  const auto after = co_await find_service(context.client, wish.cluster, wish.service);
  if (!after) co_return std::unexpected(after.error());
  context.out +=
      "Service " + wish.service + " runs " + after_slash(after->task_definition) + " again.\n";
  co_return Result<void>{};
}

}  // namespace berth::cli
