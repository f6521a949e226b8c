// CreateCluster, UpdateCluster, UpdateClusterSettings, DescribeClusters, ListClusters,
// DeleteCluster (behaviour §1.1).

#include "api/ecs/clusters/capacity.hpp"
#include "api/ecs/clusters/cluster_view.hpp"
#include "api/ecs/names.hpp"
#include "api/ecs/tags.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/placement/capacity_provider_strategy.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::ClusterField;

Result<void> check_name(const std::string& name) {
  if (name.empty() || name.size() > 255) {
    return fail(ErrorCode::invalid_parameter,
                "clusterName must have 1 to 255 characters: '" + name.substr(0, 300) + "'.");
  }
  if (!only_alphanumeric_or(name, "-_")) {
    return fail(ErrorCode::invalid_parameter,
                "Invalid identifier: clusterName '" + name +
                    "' may hold letters, numbers, hyphens and underscores only.");
  }
  return {};
}

Result<void> check_settings(const std::optional<std::vector<gen::ecs::ClusterSetting>>& settings) {
  if (!settings) return {};
  for (const auto& setting : *settings) {
    // Container Insights' metrics are not published yet: only "off" can be honoured.
    if (setting.value.value_or("disabled") != "disabled") {
      return fail(
          ErrorCode::unsupported_operation,
          "Berth does not support the cluster setting containerInsights '" + *setting.value + "'.");
    }
  }
  return {};
}

}  // namespace

Result<Change<gen::ecs::CreateClusterResponse>> create_cluster(
    const View& view, const gen::ecs::CreateClusterRequest& request, const Stamp& stamp) {
  const auto name = request.cluster_name.value_or("default");
  TRY_VOID(check_name(name));
  TRY_VOID(refuse({{"configuration", request.configuration.has_value()},
                   {"serviceConnectDefaults", request.service_connect_defaults.has_value()}}));
  TRY_VOID(check_settings(request.settings));
  const auto arn = cluster_arn(stamp, name);
  Change<gen::ecs::CreateClusterResponse> change;
  const auto* existing = view.clusters().find(arn);
  if (existing && existing->status == model::ClusterStatus::active) {
    change.response.cluster =
        show_cluster(view, *existing, {{ClusterField::tags, ClusterField::settings}});
    return change;
  }
  model::Cluster cluster{.arn = arn,
                         .name = name,
                         .status = model::ClusterStatus::active,
                         .settings = {},
                         .created_at = stamp.now,
                         .tags = TRY(read_tags(request.tags))};
  gen::ecs::ClusterSetting insights;
  insights.name = gen::ecs::ClusterSettingName::container_insights;
  insights.value = "disabled";
  cluster.settings.push_back(std::move(insights));
  cluster.capacity_providers = TRY(read_capacity_providers(
      request.capacity_providers.value_or(std::vector<std::string>{}), stamp));
  cluster.default_capacity_provider_strategy =
      request.default_capacity_provider_strategy.value_or(model::CapacityProviderStrategy{});
  TRY_VOID(rules::check_strategy(cluster.default_capacity_provider_strategy,
                                 cluster.capacity_providers));
  change.response.cluster =
      show_cluster(view, cluster, {{ClusterField::tags, ClusterField::settings}});
  change.commands.push_back(state::CreateCluster{std::move(cluster)});
  return change;
}

Result<Change<gen::ecs::UpdateClusterResponse>> update_cluster(
    const View& view, const gen::ecs::UpdateClusterRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  TRY_VOID(refuse({{"configuration", request.configuration.has_value()},
                   {"serviceConnectDefaults", request.service_connect_defaults.has_value()}}));
  TRY_VOID(check_settings(request.settings));
  Change<gen::ecs::UpdateClusterResponse> change;
  change.response.cluster = show_cluster(view, cluster, {{ClusterField::settings}});
  return change;
}

Result<Change<gen::ecs::UpdateClusterSettingsResponse>> update_cluster_settings(
    const View& view, const gen::ecs::UpdateClusterSettingsRequest& request, const Stamp& stamp) {
  const auto& cluster = *TRY(find_cluster(view, stamp, request.cluster));
  TRY_VOID(check_settings(request.settings));
  Change<gen::ecs::UpdateClusterSettingsResponse> change;
  change.response.cluster = show_cluster(view, cluster, {{ClusterField::settings}});
  return change;
}

Result<Change<gen::ecs::DescribeClustersResponse>> describe_clusters(
    const View& view, const gen::ecs::DescribeClustersRequest& request, const Stamp& stamp) {
  const auto names =
      filled(request.clusters) ? *request.clusters : std::vector<std::string>{"default"};
  if (names.size() > 100) {
    return fail(ErrorCode::invalid_parameter, "Clusters cannot have more than 100 elements.");
  }
  Change<gen::ecs::DescribeClustersResponse> change;
  auto& clusters = change.response.clusters.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& name : names) {
    const auto arn = cluster_arn(stamp, name);
    const auto* cluster = view.clusters().find(arn);
    if (cluster && model::realm_of(arn.text()) == stamp.realm) {
      clusters.push_back(show_cluster(view, *cluster, request.include));
    } else {
      failures.push_back(missing(arn.text()));
    }
  }
  return change;
}

Result<Change<gen::ecs::ListClustersResponse>> list_clusters(
    const View& view, const gen::ecs::ListClustersRequest& request, const Stamp& stamp) {
  std::vector<std::string> arns;
  const auto prefix = stamp.arn("ecs", "cluster/");
  for (auto row = view.clusters().lower_bound(model::ClusterArn{prefix});
       row != view.clusters().end() && row->first.text().starts_with(prefix); ++row) {
    if (row->second.status == model::ClusterStatus::active) arns.push_back(row->first.text());
  }
  auto page = TRY(page_of(arns, request.next_token, request.max_results));
  Change<gen::ecs::ListClustersResponse> change;
  change.response.cluster_arns = std::move(page.keys);
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::ecs::DeleteClusterResponse>> delete_cluster(
    const View& view, const gen::ecs::DeleteClusterRequest& request, const Stamp& stamp) {
  auto cluster = *TRY(find_cluster(view, stamp, request.cluster));
  if (!view.services_in(cluster.arn).empty()) {
    return fail(ErrorCode::cluster_contains_services,
                "The Cluster cannot be deleted while Services are active.");
  }
  if (!view.instances_in(cluster.arn).empty()) {
    return fail(ErrorCode::cluster_contains_container_instances,
                "The Cluster cannot be deleted while Container Instances are active or draining.");
  }
  if (!view.tasks_in(cluster.arn).empty()) {
    return fail(ErrorCode::cluster_contains_tasks,
                "The Cluster cannot be deleted while Tasks are active.");
  }
  cluster.status = model::ClusterStatus::inactive;
  cluster.closed_at = stamp.now;
  Change<gen::ecs::DeleteClusterResponse> change;
  change.response.cluster = show_cluster(view, cluster, {});
  change.commands.push_back(state::UpdateCluster{std::move(cluster)});
  return change;
}

}  // namespace berth::api::ecs
