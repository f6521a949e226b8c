// DescribeCapacityProviders, PutClusterCapacityProviders (behaviour §1.1, §1.17). The two providers
// that every account has; those of Auto Scaling groups come with the groups.
#include <algorithm>

#include "api/ecs/clusters/capacity.hpp"
#include "api/ecs/clusters/cluster_view.hpp"
#include "api/ecs/names.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/placement/capacity_provider_strategy.hpp"

namespace berth::api::ecs {

namespace {

gen::ecs::CapacityProvider show(std::string_view name, const Stamp& stamp) {
  gen::ecs::CapacityProvider shown;
  shown.capacity_provider_arn = stamp.arn("ecs", "capacity-provider/" + std::string(name));
  shown.name = std::string(name);
  shown.status = gen::ecs::CapacityProviderStatus::active;
  shown.type = name == fargate_provider ? gen::ecs::CapacityProviderType::fargate
                                        : gen::ecs::CapacityProviderType::fargate_spot;
  shown.tags.emplace();
  return shown;
}

/// A name or an ARN.
bool means(const std::string& given, std::string_view name, const Stamp& stamp) {
  return given == name || given == stamp.arn("ecs", "capacity-provider/" + std::string(name));
}

bool in_use(const View& view, const model::Cluster& cluster, const std::string& provider) {
  return std::ranges::any_of(view.tasks_in(cluster.arn), [&](const model::TaskArn& arn) {
    return view.tasks().at(arn).capacity_provider == provider;
  });
}

}  // namespace

Result<std::vector<std::string>> read_capacity_providers(const std::vector<std::string>& names,
                                                         const Stamp& stamp) {
  std::vector<std::string> read;
  for (const auto& given : names) {
    const auto known = {fargate_provider, fargate_spot_provider};
    const auto found =
        std::ranges::find_if(known, [&](auto name) { return means(given, name, stamp); });
    if (found == known.end()) {
      return fail(ErrorCode::client_exception,
                  "The specified capacity provider was not found. Specify a valid name or ARN and "
                  "try again. Berth knows FARGATE and FARGATE_SPOT.");
    }
    if (std::ranges::find(read, *found) == read.end()) read.emplace_back(*found);
  }
  return read;
}

Result<Change<gen::ecs::DescribeCapacityProvidersResponse>> describe_capacity_providers(
    const View& view, const gen::ecs::DescribeCapacityProvidersRequest& request,
    const Stamp& stamp) {
  std::vector<std::string> known = {std::string(fargate_provider),
                                    std::string(fargate_spot_provider)};
  if (request.cluster) {
    known = TRY(find_cluster(view, stamp, request.cluster))->capacity_providers;
  }
  if (filled(request.capacity_providers) && request.capacity_providers->size() > 100) {
    return fail(ErrorCode::invalid_parameter,
                "Capacity Providers cannot have more than 100 elements.");
  }
  Change<gen::ecs::DescribeCapacityProvidersResponse> change;
  auto& shown = change.response.capacity_providers.emplace();
  auto& failures = change.response.failures.emplace();
  if (filled(request.capacity_providers)) {
    for (const auto& given : *request.capacity_providers) {
      const auto found = std::ranges::find_if(
          known, [&](const std::string& name) { return means(given, name, stamp); });
      if (found == known.end()) {
        failures.push_back(missing(
            given.starts_with("arn:") ? given : stamp.arn("ecs", "capacity-provider/" + given)));
      } else {
        shown.push_back(show(*found, stamp));
      }
    }
    return change;
  }
  std::ranges::sort(known);
  auto page = TRY(page_of(known, request.next_token, request.max_results, 10));
  for (const auto& name : page.keys) shown.push_back(show(name, stamp));
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::ecs::PutClusterCapacityProvidersResponse>> put_cluster_capacity_providers(
    const View& view, const gen::ecs::PutClusterCapacityProvidersRequest& request,
    const Stamp& stamp) {
  auto cluster = *TRY(find_cluster(view, stamp, request.cluster));
  auto providers = TRY(read_capacity_providers(request.capacity_providers, stamp));
  TRY_VOID(rules::check_strategy(request.default_capacity_provider_strategy, providers));
  for (const auto& before : cluster.capacity_providers) {
    const bool stays = std::ranges::find(providers, before) != providers.end();
    if (!stays && in_use(view, cluster, before)) {
      return fail(ErrorCode::resource_in_use,
                  "The specified capacity provider is in use and cannot be removed.");
    }
  }
  cluster.capacity_providers = std::move(providers);
  cluster.default_capacity_provider_strategy = request.default_capacity_provider_strategy;
  Change<gen::ecs::PutClusterCapacityProvidersResponse> change;
  change.response.cluster = show_cluster(view, cluster, {});
  change.commands.push_back(state::UpdateCluster{std::move(cluster)});
  return change;
}

}  // namespace berth::api::ecs
