#pragma once
// From the names that clients use to rows: short names and ARNs, in the caller's realm. Every
// finder answers the error that ECS gives when there is nothing of that name.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/operation.hpp"
#include "gen/ecs/types.hpp"

namespace berth::api::ecs {

/// The cluster's ARN, whether it exists or not; "default" without a name.
model::ClusterArn cluster_arn(const Stamp& stamp, const std::optional<std::string>& cluster);

/// An ACTIVE cluster, or ClusterNotFoundException.
Result<const model::Cluster*> find_cluster(const View& view, const Stamp& stamp,
                                           const std::optional<std::string>& cluster);

/// By family (its newest ACTIVE revision), family:revision or ARN. Null when there is none.
const model::TaskDefinition* find_task_definition(const View& view, const Stamp& stamp,
                                                  std::string_view name);

/// One that may be run: exists and is ACTIVE, else ClientException.
Result<const model::TaskDefinition*> usable_task_definition(const View& view, const Stamp& stamp,
                                                            std::string_view name);

/// The ARN that `name` means within the cluster for a `type` such as "task" or
/// "container-instance": an ARN as it is, but one in the old form without the cluster.
std::string arn_in_cluster(const model::Cluster& cluster, std::string_view type,
                           std::string_view name);

// By id or ARN: null where there is none, InvalidParameterException for the ARN of another
// cluster's.
Result<const model::Task*> find_task(const View& view, const model::Cluster& cluster,
                                     std::string_view name);
Result<const model::ContainerInstance*> find_container_instance(const View& view,
                                                                const model::Cluster& cluster,
                                                                std::string_view name);
Result<const model::Service*> find_service(const View& view, const model::Cluster& cluster,
                                           std::string_view name);

/// One that is ACTIVE, or ServiceNotFoundException and ServiceNotActiveException.
Result<model::Service> find_active_service(const View& view, const Stamp& stamp,
                                           const std::optional<std::string>& cluster,
                                           const std::string& name);

/// {arn, "MISSING"}
gen::ecs::Failure missing(std::string arn);

/// Which members of a request Berth does not support, and whether the client set them.
struct RefusedMember {
  std::string_view name;
  bool present;
};
Result<void> refuse(std::initializer_list<RefusedMember> members);

/// A list that says something: present and not empty.
template <class List>
bool filled(const std::optional<List>& list) {
  return list && !list->empty();
}

/// Whether the (optional) include list holds the value.
template <class Value>
bool includes(const std::optional<std::vector<Value>>& list, Value value) {
  if (!list) return false;
  for (const auto& item : *list) {
    if (item == value) return true;
  }
  return false;
}

struct Page {
  std::vector<std::string> keys;
  std::optional<std::string> next_token;
};

enum class Sorted : std::uint8_t { ascending, descending };

/// The part of the sorted keys that follows `next_token`, at most `max_results` of them
/// (`fallback` when not given; 1 to 100).
Result<Page> page_of(const std::vector<std::string>& keys,
                     const std::optional<std::string>& next_token,
                     const std::optional<std::int32_t>& max_results, std::int32_t fallback = 100,
                     Sorted sorted = Sorted::ascending);

}  // namespace berth::api::ecs
