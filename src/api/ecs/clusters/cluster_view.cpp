#include "api/ecs/clusters/cluster_view.hpp"

#include "api/ecs/names.hpp"
#include "api/ecs/tags.hpp"

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

}  // namespace

gen::ecs::Cluster show_cluster(const View& view, const model::Cluster& cluster,
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
  shown.capacity_providers = cluster.capacity_providers;
  shown.default_capacity_provider_strategy = cluster.default_capacity_provider_strategy;
  if (includes(include, ClusterField::statistics)) shown.statistics = statistics(view, cluster);
  if (includes(include, ClusterField::tags)) shown.tags = show_tags(cluster.tags);
  if (includes(include, ClusterField::settings)) shown.settings = cluster.settings;
  return shown;
}

}  // namespace berth::api::ecs
