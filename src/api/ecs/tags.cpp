// TagResource, UntagResource, ListTagsForResource, and the rules for tags of every ECS resource.
#include "api/ecs/tags.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "base/arn.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

constexpr std::ptrdiff_t tags_max = 50;

Result<void> check_tag(const std::string& key, const std::string& value) {
  if (key.empty() || character_count(key) > 128) {
    return fail(ErrorCode::invalid_parameter, "Tag keys must have 1 to 128 characters.");
  }
  if (character_count(value) > 256) {
    return fail(ErrorCode::invalid_parameter,
                "The value of tag '" + key + "' is longer than 256 characters.");
  }
  if (lowercase(key).starts_with("aws:") || lowercase(value).starts_with("aws:")) {
    return fail(ErrorCode::invalid_parameter,
                "Tag keys and values must not begin with 'aws:': '" + key + "'.");
  }
  return {};
}

/// The tags of a resource and the command that would replace them.
struct Tagged {
  model::Tags tags;
  std::function<Command(model::Tags)> retag;
};

template <class Row, class Update>
Tagged tagged(const Row& row, Update update) {
  return {row.tags, [row = Row(row), update](model::Tags tags) mutable {
            row.tags = std::move(tags);
            return update(row);
          }};
}

/// A task set stands in its service's row.
std::optional<Tagged> tagged_task_set(const View& view, const std::string& arn) {
  const auto parsed = Arn::parse(arn);
  const auto parts = parsed ? split(parsed->resource, '/') : std::vector<std::string_view>{};
  if (parts.size() < 3 || parts[0] != "task-set") return std::nullopt;
  const auto realm = model::realm_of(arn);
  const auto* service = view.services().find(
      model::ServiceArn{realm.arn("ecs", fmt::format("service/{}/{}", parts[1], parts[2]))});
  if (!service) return std::nullopt;
  for (std::size_t i = 0; i < service->deployments.size(); ++i) {
    const auto& set = service->deployments[i].task_set;
    if (!set || set->arn.text() != arn) continue;
    return Tagged{set->tags, [row = *service, i](model::Tags tags) mutable {
                    row.deployments[i].task_set->tags = std::move(tags);
                    return Command{state::UpdateService{row}};
                  }};
  }
  return std::nullopt;
}

std::unexpected<Error> inactive(std::string_view what) {
  return fail(
      ErrorCode::invalid_parameter,
      fmt::format("The specified {0} is inactive. Specify an active {0} and try again.", what));
}

/// The old form of an ARN, without the cluster.
bool is_short(const Arn& arn) {
  const auto parts = split(arn.resource, '/');
  return parts.size() == 2 &&
         (parts[0] == "service" || parts[0] == "task" || parts[0] == "container-instance");
}

Result<Tagged> find_tagged(const View& view, const Stamp& stamp, const std::string& arn) {
  const auto parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "ecs") {
    return fail(ErrorCode::invalid_parameter, "Invalid resource ARN: " + arn);
  }
  if (is_short(*parsed)) {
    return fail(ErrorCode::invalid_parameter,
                "Long arn format must be used for tagging operations");
  }
  if (model::Realm{parsed->account, parsed->region} == stamp.realm) {
    if (const auto* row = view.clusters().find(model::ClusterArn{arn})) {
      if (row->status == model::ClusterStatus::inactive) return inactive("cluster");
      return tagged(*row, [](auto next) { return Command{state::UpdateCluster{next}}; });
    }
    if (const auto* row = view.find_task_definition(model::TaskDefinitionArn{arn})) {
      return tagged(*row, [](auto next) { return Command{state::UpdateTaskDefinition{next}}; });
    }
    if (const auto* row = view.services().find(model::ServiceArn{arn})) {
      if (row->status == model::ServiceStatus::inactive) return inactive("service");
      return tagged(*row, [](auto next) { return Command{state::UpdateService{next}}; });
    }
    if (auto set = tagged_task_set(view, arn)) return std::move(*set);
    if (const auto* row = view.container_instances().find(model::ContainerInstanceArn{arn})) {
      if (row->status == model::ContainerInstanceStatus::inactive) {
        return inactive("container instance");
      }
      return tagged(*row, [](auto next) { return Command{state::UpdateContainerInstance{next}}; });
    }
    if (const auto* row = view.tasks().find(model::TaskArn{arn})) {
      if (!is_alive(*row)) {
        return fail(ErrorCode::invalid_parameter,
                    "The specified task is stopped. Specify a running task and try again.");
      }
      return tagged(*row, [](auto next) {
        ++next.version;
        return Command{state::UpdateTask{next}};
      });
    }
  }
  return fail(ErrorCode::resource_not_found, "The resource " + arn + " was not found.");
}

}  // namespace

Result<model::Tags> read_tags(const std::optional<std::vector<gen::ecs::Tag>>& tags) {
  model::Tags result;
  if (!tags) return result;
  for (const auto& tag : *tags) {
    const auto key = tag.key.value_or(""), value = tag.value.value_or("");
    TRY_VOID(check_tag(key, value));
    if (!result.emplace(key, value).second) {
      return fail(ErrorCode::invalid_parameter, "Duplicate tag key: '" + key + "'.");
    }
  }
  TRY_VOID(check_tag_count(result));
  return result;
}

Result<void> check_tag_count(const model::Tags& tags) {
  const auto own = std::ranges::count_if(
      tags, [](const auto& tag) { return !lowercase(tag.first).starts_with("aws:"); });
  if (own <= tags_max) return {};
  return fail(ErrorCode::invalid_parameter, "A resource can have at most 50 tags.");
}

std::vector<gen::ecs::Tag> show_tags(const model::Tags& tags) {
  std::vector<gen::ecs::Tag> shown;
  for (const auto& [key, value] : tags) {
    gen::ecs::Tag tag;
    tag.key = key;
    tag.value = value;
    shown.push_back(std::move(tag));
  }
  return shown;
}

Result<Change<gen::ecs::TagResourceResponse>> tag_resource(
    const View& view, const gen::ecs::TagResourceRequest& request, const Stamp& stamp) {
  auto resource = TRY(find_tagged(view, stamp, request.resource_arn));
  auto added = TRY(read_tags(request.tags));
  added.merge(resource.tags);
  TRY_VOID(check_tag_count(added));
  return Change<gen::ecs::TagResourceResponse>{{}, {resource.retag(std::move(added))}};
}

Result<Change<gen::ecs::UntagResourceResponse>> untag_resource(
    const View& view, const gen::ecs::UntagResourceRequest& request, const Stamp& stamp) {
  auto resource = TRY(find_tagged(view, stamp, request.resource_arn));
  for (const auto& key : request.tag_keys) {
    TRY_VOID(check_tag(key, ""));
    resource.tags.erase(key);
  }
  auto command = resource.retag(resource.tags);
  return Change<gen::ecs::UntagResourceResponse>{{}, {std::move(command)}};
}

Result<Change<gen::ecs::ListTagsForResourceResponse>> list_tags_for_resource(
    const View& view, const gen::ecs::ListTagsForResourceRequest& request, const Stamp& stamp) {
  const auto resource = TRY(find_tagged(view, stamp, request.resource_arn));
  Change<gen::ecs::ListTagsForResourceResponse> change;
  change.response.tags = show_tags(resource.tags);
  return change;
}

}  // namespace berth::api::ecs
