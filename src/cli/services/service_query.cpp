#include "cli/services/service_query.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/shape.hpp"
#include "cli/screen/table.hpp"
#include "gen/ecs/service.hpp"

namespace berth::cli {

namespace {

using gen::ecs::DescribeServicesRequest;
using gen::ecs::DescribeServicesResponse;
using gen::ecs::ListServicesRequest;
using gen::ecs::ListServicesResponse;

/// What DescribeServices takes at once.
constexpr std::int32_t described_max = 10;

}  // namespace

Answer<gen::ecs::Service> find_service(client::ApiClient& client, std::string cluster,
                                       std::string name) {
  DescribeServicesRequest request;
  request.cluster = cluster;
  request.services.push_back(name);
  auto described = co_await client.call<DescribeServicesResponse>(
      gen::ecs::service(), "DescribeServices", std::move(request));
  if (!described) co_return std::unexpected(described.error());
  if (!described->services || described->services->empty()) {
    co_return fail(ErrorCode::service_not_found,
                   "There is no service '" + name + "' in the cluster '" + cluster +
                       "'. `berth services --cluster " + cluster + "` lists them.");
  }
  co_return std::move(described->services->front());
}

Answer<std::vector<gen::ecs::Service>> all_services(client::ApiClient& client,
                                                    std::string cluster) {
  std::vector<gen::ecs::Service> services;
  ListServicesRequest page;
  page.cluster = cluster;
  page.max_results = described_max;
  do {
    auto ask = page;
    auto listed = co_await client.call<ListServicesResponse>(gen::ecs::service(), "ListServices",
                                                             std::move(ask));
    if (!listed) co_return std::unexpected(listed.error());
    page.next_token = listed->next_token;
    if (!listed->service_arns || listed->service_arns->empty()) continue;
    DescribeServicesRequest request;
    request.cluster = cluster;
    request.services = std::move(*listed->service_arns);
    auto described = co_await client.call<DescribeServicesResponse>(
        gen::ecs::service(), "DescribeServices", std::move(request));
    if (!described) co_return std::unexpected(described.error());
    if (!described->services) continue;
    for (auto& each : *described->services) services.push_back(std::move(each));
  } while (page.next_token);
  std::ranges::sort(services, {}, &gen::ecs::Service::service_name);
  co_return services;
}

bool is_external(const gen::ecs::Service& service) {
  return service.deployment_controller &&
         service.deployment_controller->type == gen::ecs::DeploymentControllerType::external;
}

const gen::ecs::Deployment* primary_of(const gen::ecs::Service& service) {
  if (!service.deployments || service.deployments->empty()) return nullptr;
  return &service.deployments->front();
}

std::string rollout_text(const gen::ecs::Deployment& deployment) {
  return deployment.rollout_state ? std::string(text(*deployment.rollout_state)) : "";
}

std::string counts_text(const gen::ecs::Service& service) {
  auto counts = counts_text(service.running_count, service.desired_count);
  const auto pending = service.pending_count.value_or(0);
  if (pending > 0) counts += fmt::format(", {} pending", pending);
  return counts;
}

std::string counts_text(std::optional<std::int32_t> running, std::optional<std::int32_t> desired) {
  return fmt::format("{} of {} running", running.value_or(0), desired.value_or(0));
}

std::string event_line(const gen::ecs::ServiceEvent& event) {
  return iso8601(event.created_at.value_or(Instant{})) + "  " +
         printable(event.message.value_or("")) + "\n";
}

std::string event_lines(const gen::ecs::Service& service, std::size_t count) {
  std::string lines;
  if (!service.events) return lines;
  for (auto i = std::min(service.events->size(), count); i > 0; --i) {
    lines += event_line((*service.events)[i - 1]);
  }
  return lines;
}

}  // namespace berth::cli
