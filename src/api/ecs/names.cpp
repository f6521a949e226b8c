#include "api/ecs/names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/arn.hpp"
#include "base/text.hpp"
#include "wire/page.hpp"

namespace berth::api::ecs {

namespace {

/// The newest ACTIVE revision of a family.
const model::TaskDefinition* newest(const View& view, const model::Realm& realm,
                                    const std::string& family) {
  auto place = view.task_definitions().upper_bound({realm, family, INT32_MAX});
  while (place != view.task_definitions().begin()) {
    --place;
    const auto& [key, row] = *place;
    if (key.realm != realm || key.family != family) return nullptr;
    if (row.status == model::TaskDefinitionStatus::active) return &row;
  }
  return nullptr;
}

/// What stands behind the type in an ARN of ECS and of this realm: {"web"} in its old form,
/// {"default", "web"} in the long one. Empty for any other text.
std::vector<std::string> parts_of(const std::string& text, const model::Realm& realm,
                                  std::string_view type) {
  const auto arn = Arn::parse(text);
  if (!arn || arn->service != "ecs" || model::Realm{arn->account, arn->region} != realm) return {};
  const auto parts = split(arn->resource, '/');
  if (parts.empty() || parts.front() != type) return {};
  return {parts.begin() + 1, parts.end()};
}

/// The row of that name in the cluster, or null; refused, in ECS's words, for the ARN of a row of
/// another cluster.
template <class Key, class Row>
Result<const Row*> find_in(const state::Table<Key, Row>& table, const model::Cluster& cluster,
                           std::string_view type, std::string_view name) {
  const auto parts = parts_of(std::string(name), model::realm_of(cluster.arn.text()), type);
  if (parts.size() == 2 && parts.front() != cluster.name) {
    return fail(
        ErrorCode::invalid_parameter,
        fmt::format("Identifier is for {}. Your cluster is {}", parts.front(), cluster.name));
  }
  const Row* row = table.find(Key{arn_in_cluster(cluster, type, name)});
  return row && row->cluster_arn == cluster.arn ? row : nullptr;
}

}  // namespace

model::ClusterArn cluster_arn(const Stamp& stamp, const std::optional<std::string>& cluster) {
  const auto name = cluster.value_or("default");
  if (name.starts_with("arn:")) return model::ClusterArn{name};
  return model::ClusterArn{stamp.arn("ecs", "cluster/" + (name.empty() ? "default" : name))};
}

Result<const model::Cluster*> find_cluster(const View& view, const Stamp& stamp,
                                           const std::optional<std::string>& cluster) {
  const auto arn = cluster_arn(stamp, cluster);
  const auto* row = view.clusters().find(arn);
  const bool ours = model::realm_of(arn.text()) == stamp.realm;
  if (!row || !ours || row->status != model::ClusterStatus::active) {
    return fail(ErrorCode::cluster_not_found, "Cluster not found.");
  }
  return row;
}

const model::TaskDefinition* find_task_definition(const View& view, const Stamp& stamp,
                                                  std::string_view name) {
  std::string text(name);
  if (text.starts_with("arn:")) {
    const auto parts = parts_of(text, stamp.realm, "task-definition");
    if (parts.size() != 1) return nullptr;
    text = parts.front();
  }
  const auto halves = cut_last(text, ':');
  if (!halves) return newest(view, stamp.realm, text);
  const auto revision = parse_unsigned(halves->after);
  if (!revision || *revision > INT32_MAX) return nullptr;
  return view.task_definitions().find(
      {stamp.realm, std::string(halves->before), static_cast<std::int32_t>(*revision)});
}

Result<const model::TaskDefinition*> usable_task_definition(const View& view, const Stamp& stamp,
                                                            std::string_view name) {
  const auto* definition = find_task_definition(view, stamp, name);
  if (!definition) return fail(ErrorCode::client_exception, "TaskDefinition not found.");
  if (definition->status != model::TaskDefinitionStatus::active) {
    return fail(ErrorCode::client_exception, "TaskDefinition is inactive");
  }
  return definition;
}

std::string arn_in_cluster(const model::Cluster& cluster, std::string_view type,
                           std::string_view name) {
  std::string id(name);
  const auto realm = model::realm_of(cluster.arn.text());
  if (id.starts_with("arn:")) {
    const auto parts = parts_of(id, realm, type);
    if (parts.size() != 1) return id;
    id = parts.front();
  }
  return realm.arn("ecs", std::string(type) + "/" + cluster.name + "/" + id);
}

Result<const model::Task*> find_task(const View& view, const model::Cluster& cluster,
                                     std::string_view name) {
  return find_in(view.tasks(), cluster, "task", name);
}

Result<const model::ContainerInstance*> find_container_instance(const View& view,
                                                                const model::Cluster& cluster,
                                                                std::string_view name) {
  return find_in(view.container_instances(), cluster, "container-instance", name);
}

Result<const model::Service*> find_service(const View& view, const model::Cluster& cluster,
                                           std::string_view name) {
  return find_in(view.services(), cluster, "service", name);
}

Result<model::Service> find_active_service(const View& view, const Stamp& stamp,
                                           const std::optional<std::string>& cluster,
                                           const std::string& name) {
  const auto* service = TRY(find_service(view, *TRY(find_cluster(view, stamp, cluster)), name));
  if (!service) return fail(ErrorCode::service_not_found, "Service not found.");
  if (service->status != model::ServiceStatus::active) {
    return fail(ErrorCode::service_not_active, "Service was not ACTIVE.");
  }
  return *service;
}

gen::ecs::Failure missing(std::string arn) {
  gen::ecs::Failure failure;
  failure.arn = std::move(arn);
  failure.reason = "MISSING";
  return failure;
}

Result<void> refuse(std::initializer_list<RefusedMember> members) {
  for (const auto& member : members) {
    if (!member.present) continue;
    return fail(ErrorCode::unsupported_operation,
                "Berth does not support the request member '" + std::string(member.name) + "'.");
  }
  return {};
}

Result<Page> page_of(const std::vector<std::string>& keys,
                     const std::optional<std::string>& next_token,
                     const std::optional<std::int32_t>& max_results, std::int32_t fallback,
                     Sorted sorted) {
  const auto wanted = max_results.value_or(fallback);
  if (wanted < 1 || wanted > 100) {
    return fail(ErrorCode::invalid_parameter, "maxResults must be between 1 and 100.");
  }
  auto begin = keys.begin();
  if (next_token && !next_token->empty()) {
    const auto last = wire::read_page_token(*next_token);
    if (!last) return fail(ErrorCode::invalid_parameter, "Invalid token: " + *next_token);
    begin = sorted == Sorted::ascending ? std::ranges::upper_bound(keys, *last)
                                        : std::ranges::upper_bound(keys, *last, std::greater{});
  }
  Page page;
  while (begin != keys.end() && page.keys.size() < static_cast<std::size_t>(wanted)) {
    page.keys.push_back(*begin++);
  }
  if (begin != keys.end()) page.next_token = wire::page_token(page.keys.back());
  return page;
}

}  // namespace berth::api::ecs
