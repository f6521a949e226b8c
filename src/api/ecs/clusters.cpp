// CreateCluster, DescribeClusters, ListClusters, DeleteCluster (behaviour §1.1).
#include <algorithm>

#include "api/ecs/names.hpp"
#include "api/ecs/tags.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::ClusterField;

struct Counts {
  std::int32_t instances = 0, running = 0, pending = 0, services = 0;
};

Counts count(const View& view, const model::Cluster& cluster) {
  Counts counts;
  counts.instances = static_cast<std::int32_t>(view.instances_in(cluster.arn).size());
  for (const auto& arn : view.tasks_in(cluster.arn)) {
    const auto status = view.tasks().at(arn).last_status;
    if (status == model::TaskStatus::running) ++counts.running;
    if (is_starting(status)) ++counts.pending;
  }
  for (const auto& arn : view.services_in(cluster.arn)) {
    if (view.services().at(arn).status == model::ServiceStatus::active) ++counts.services;
  }
  return counts;
}

gen::ecs::KeyValuePair statistic(std::string name, std::int64_t value) {
  gen::ecs::KeyValuePair pair;
  pair.name = std::move(name);
  pair.value = std::to_string(value);
  return pair;
}

/// The twelve figures of include STATISTICS; external launch type is not offered, so it is 0.
std::vector<gen::ecs::KeyValuePair> statistics(const View& view, const model::Cluster& cluster) {
  using gen::ecs::LaunchType;
  std::vector<gen::ecs::KeyValuePair> pairs;
  for (const auto& [word, type] : {std::pair{"EC2", LaunchType::ec2},
                                   {"Fargate", LaunchType::fargate},
                                   {"External", LaunchType::external}}) {
    std::int64_t running = 0, pending = 0, active = 0, draining = 0;
    for (const auto& arn : view.tasks_in(cluster.arn)) {
      const auto& task = view.tasks().at(arn);
      if (task.launch_type != type) continue;
      running += task.last_status == model::TaskStatus::running ? 1 : 0;
      pending += is_starting(task.last_status) ? 1 : 0;
    }
    for (const auto& arn : view.services_in(cluster.arn)) {
      const auto& service = view.services().at(arn);
      if (service.launch_type != type) continue;
      (service.status == model::ServiceStatus::active ? active : draining) += 1;
    }
    const std::string name(word);
    pairs.push_back(statistic("running" + name + "TasksCount", running));
    pairs.push_back(statistic("pending" + name + "TasksCount", pending));
    pairs.push_back(statistic("active" + name + "ServiceCount", active));
    pairs.push_back(statistic("draining" + name + "ServiceCount", draining));
  }
  return pairs;
}

gen::ecs::Cluster show(const View& view, const model::Cluster& cluster,
                       const std::optional<std::vector<ClusterField>>& include) {
  const auto counts = count(view, cluster);
  const bool active = cluster.status == model::ClusterStatus::active;
  gen::ecs::Cluster shown;
  shown.cluster_arn = cluster.arn.text();
  shown.cluster_name = cluster.name;
  shown.status = active ? "ACTIVE" : "INACTIVE";
  shown.registered_container_instances_count = counts.instances;
  shown.running_tasks_count = counts.running;
  shown.pending_tasks_count = counts.pending;
  shown.active_services_count = counts.services;
  shown.statistics.emplace();
  shown.tags.emplace();
  shown.settings.emplace();
  shown.capacity_providers.emplace();
  shown.default_capacity_provider_strategy.emplace();
  if (includes(include, ClusterField::statistics)) shown.statistics = statistics(view, cluster);
  if (includes(include, ClusterField::tags)) shown.tags = show_tags(cluster.tags);
  if (includes(include, ClusterField::settings)) shown.settings = cluster.settings;
  return shown;
}

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
  TRY_VOID(refuse(
      {{"configuration", request.configuration.has_value()},
       {"capacityProviders", filled(request.capacity_providers)},
       {"defaultCapacityProviderStrategy", filled(request.default_capacity_provider_strategy)},
       {"serviceConnectDefaults", request.service_connect_defaults.has_value()}}));
  TRY_VOID(check_settings(request.settings));
  const auto arn = cluster_arn(stamp, name);
  Change<gen::ecs::CreateClusterResponse> change;
  const auto* existing = view.clusters().find(arn);
  if (existing && existing->status == model::ClusterStatus::active) {
    change.response.cluster = show(view, *existing, {{ClusterField::tags, ClusterField::settings}});
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
  change.response.cluster = show(view, cluster, {{ClusterField::tags, ClusterField::settings}});
  change.commands.push_back(state::CreateCluster{std::move(cluster)});
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
      clusters.push_back(show(view, *cluster, request.include));
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
  Change<gen::ecs::DeleteClusterResponse> change;
  change.response.cluster = show(view, cluster, {});
  change.commands.push_back(state::UpdateCluster{std::move(cluster)});
  return change;
}

}  // namespace berth::api::ecs
