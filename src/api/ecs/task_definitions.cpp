// RegisterTaskDefinition, DeregisterTaskDefinition, DeleteTaskDefinitions, DescribeTaskDefinition,
// ListTaskDefinitions, ListTaskDefinitionFamilies (behaviour §1.3).
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/ecs/names.hpp"
#include "api/ecs/tags.hpp"
#include "base/text.hpp"
#include "gen/ecs/operations.hpp"
#include "rules/task_definition.hpp"
#include "wire/json/json.hpp"

namespace berth::api::ecs {

namespace {

using model::TaskDefinition;
using model::TaskDefinitionKey;
using model::TaskDefinitionStatus;

gen::ecs::TaskDefinitionStatus shown_status(TaskDefinitionStatus status) {
  switch (status) {
    case TaskDefinitionStatus::active: return gen::ecs::TaskDefinitionStatus::active;
    case TaskDefinitionStatus::inactive: return gen::ecs::TaskDefinitionStatus::inactive;
    case TaskDefinitionStatus::delete_in_progress: break;
  }
  return gen::ecs::TaskDefinitionStatus::delete_in_progress;
}

gen::ecs::TaskDefinition show(const TaskDefinition& definition) {
  auto shown = definition.body;
  shown.task_definition_arn = definition.arn.text();
  shown.family = definition.family;
  shown.revision = definition.revision;
  shown.status = shown_status(definition.status);
  shown.registered_at = definition.registered_at;
  shown.registered_by = definition.registered_by;
  shown.deregistered_at = definition.deregistered_at;
  shown.delete_requested_at = definition.delete_requested_at;
  return shown;
}

/// Calls `visit` for each revision of the realm in order.
template <class Visit>
void each_of(const View& view, const model::Realm& realm, Visit visit) {
  for (auto row = view.task_definitions().lower_bound(TaskDefinitionKey{realm, "", 0});
       row != view.task_definitions().end() && row->first.realm == realm; ++row) {
    visit(row->second);
  }
}

/// A position in a list of revisions that sorts as text like (family, number) does.
std::string position(const TaskDefinition& definition) {
  return fmt::format("{}:{:010}", definition.family, definition.revision);
}

std::string arn_at(const Stamp& stamp, const std::string& position) {
  const auto halves = *cut_last(position, ':');
  return stamp.arn(
      "ecs", fmt::format("task-definition/{}:{}", halves.before, *parse_unsigned(halves.after)));
}

Result<void> check_length(const gen::ecs::RegisterTaskDefinitionRequest& request) {
  constexpr std::size_t length_max = 64 * 1024;
  const auto length = wire::json::encode(request).size();
  if (length <= length_max) return {};
  return fail(
      ErrorCode::client_exception,
      fmt::format("Actual length: '{}'. Max allowed length is '{}' bytes.", length, length_max));
}

/// Whether the name says which revision it means.
Result<void> check_revision(const std::string& name) {
  const auto resource = name.substr(name.rfind('/') + 1);
  const auto halves = cut_last(resource, ':');
  if (!halves) return fail(ErrorCode::client_exception, "Revision is missing.");
  if (!parse_unsigned(halves->after)) {
    return fail(ErrorCode::invalid_parameter,
                "Invalid revision number. Number: " + std::string(halves->after));
  }
  return {};
}

/// Why the revision cannot be deleted; nothing where it can.
std::optional<std::string> undeletable(const TaskDefinition* definition) {
  if (!definition) {
    return "The specified task definition does not exist. Specify a valid account, family, "
           "revision and try again.";
  }
  if (definition->status == TaskDefinitionStatus::active) {
    return "The specified task definition is still in ACTIVE status. Please deregister the target "
           "and try again.";
  }
  return std::nullopt;
}

}  // namespace

Result<Change<gen::ecs::RegisterTaskDefinitionResponse>> register_task_definition(
    const View& view, const gen::ecs::RegisterTaskDefinitionRequest& request, const Stamp& stamp) {
  TRY_VOID(check_length(request));
  TaskDefinition definition;
  definition.body = TRY(rules::define_task(request));
  definition.tags = TRY(read_tags(request.tags));
  definition.family = request.family;
  definition.revision = view.last_revision(stamp.realm, request.family) + 1;
  definition.arn = model::TaskDefinitionArn{stamp.arn(
      "ecs", fmt::format("task-definition/{}:{}", definition.family, definition.revision))};
  definition.registered_at = stamp.now;
  definition.registered_by = stamp.principal_arn;
  Change<gen::ecs::RegisterTaskDefinitionResponse> change;
  change.response.task_definition = show(definition);
  change.response.tags = show_tags(definition.tags);
  change.commands.push_back(state::RegisterTaskDefinition{std::move(definition)});
  return change;
}

Result<Change<gen::ecs::DeregisterTaskDefinitionResponse>> deregister_task_definition(
    const View& view, const gen::ecs::DeregisterTaskDefinitionRequest& request,
    const Stamp& stamp) {
  TRY_VOID(check_revision(request.task_definition));
  const auto* found = find_task_definition(view, stamp, request.task_definition);
  if (!found) {
    return fail(ErrorCode::client_exception, "Unable to describe task definition.");
  }
  auto definition = *found;
  Change<gen::ecs::DeregisterTaskDefinitionResponse> change;
  if (definition.status == TaskDefinitionStatus::active) {
    definition.status = TaskDefinitionStatus::inactive;
    definition.deregistered_at = stamp.now;
    change.commands.push_back(state::UpdateTaskDefinition{definition});
  }
  change.response.task_definition = show(definition);
  return change;
}

Result<Change<gen::ecs::DeleteTaskDefinitionsResponse>> delete_task_definitions(
    const View& view, const gen::ecs::DeleteTaskDefinitionsRequest& request, const Stamp& stamp) {
  if (request.task_definitions.size() > 10) {
    return fail(ErrorCode::invalid_parameter,
                "Size of TaskDefinition references list cannot exceed 10");
  }
  for (const auto& name : request.task_definitions) TRY_VOID(check_revision(name));
  Change<gen::ecs::DeleteTaskDefinitionsResponse> change;
  auto& deleted = change.response.task_definitions.emplace();
  auto& failures = change.response.failures.emplace();
  for (const auto& name : request.task_definitions) {
    const auto* found = find_task_definition(view, stamp, name);
    if (auto reason = undeletable(found)) {
      gen::ecs::Failure failure;
      failure.arn = name.starts_with("arn:") ? name : stamp.arn("ecs", "task-definition/" + name);
      failure.reason = std::move(*reason);
      failures.push_back(std::move(failure));
      continue;
    }
    auto definition = *found;
    if (definition.status == TaskDefinitionStatus::inactive) {
      definition.status = TaskDefinitionStatus::delete_in_progress;
      definition.delete_requested_at = stamp.now;
      change.commands.push_back(state::UpdateTaskDefinition{definition});
    }
    deleted.push_back(show(definition));
  }
  return change;
}

Result<Change<gen::ecs::DescribeTaskDefinitionResponse>> describe_task_definition(
    const View& view, const gen::ecs::DescribeTaskDefinitionRequest& request, const Stamp& stamp) {
  const auto* definition = find_task_definition(view, stamp, request.task_definition);
  if (!definition) {
    return fail(ErrorCode::client_exception, "Unable to describe task definition.");
  }
  Change<gen::ecs::DescribeTaskDefinitionResponse> change;
  change.response.task_definition = show(*definition);
  change.response.tags.emplace();
  if (includes(request.include, gen::ecs::TaskDefinitionField::tags)) {
    change.response.tags = show_tags(definition->tags);
  }
  return change;
}

Result<Change<gen::ecs::ListTaskDefinitionsResponse>> list_task_definitions(
    const View& view, const gen::ecs::ListTaskDefinitionsRequest& request, const Stamp& stamp) {
  const auto wanted = request.status.value_or(gen::ecs::TaskDefinitionStatus::active);
  std::vector<std::string> positions;
  each_of(view, stamp.realm, [&](const TaskDefinition& definition) {
    if (request.family_prefix && definition.family != *request.family_prefix) return;
    if (shown_status(definition.status) == wanted) positions.push_back(position(definition));
  });
  std::ranges::sort(positions);
  Change<gen::ecs::ListTaskDefinitionsResponse> change;
  auto& arns = change.response.task_definition_arns.emplace();
  const bool descending = request.sort == gen::ecs::SortOrder::desc;
  if (descending) std::ranges::reverse(positions);
  const auto page = TRY(page_of(positions, request.next_token, request.max_results, 100,
                                descending ? Sorted::descending : Sorted::ascending));
  for (const auto& each : page.keys) arns.push_back(arn_at(stamp, each));
  change.response.next_token = page.next_token;
  return change;
}

Result<Change<gen::ecs::ListTaskDefinitionFamiliesResponse>> list_task_definition_families(
    const View& view, const gen::ecs::ListTaskDefinitionFamiliesRequest& request,
    const Stamp& stamp) {
  std::set<std::string> all, with_active;
  each_of(view, stamp.realm, [&](const TaskDefinition& definition) {
    if (!definition.family.starts_with(request.family_prefix.value_or(""))) return;
    all.insert(definition.family);
    if (definition.status == TaskDefinitionStatus::active) with_active.insert(definition.family);
  });
  using Status = gen::ecs::TaskDefinitionFamilyStatus;
  const auto status = request.status.value_or(Status::all);
  std::vector<std::string> families;
  for (const auto& family : all) {
    const bool is_active = with_active.contains(family);
    if (status == Status::all || is_active == (status == Status::active)) {
      families.push_back(family);
    }
  }
  auto page = TRY(page_of(families, request.next_token, request.max_results));
  Change<gen::ecs::ListTaskDefinitionFamiliesResponse> change;
  change.response.families = std::move(page.keys);
  change.response.next_token = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::ecs
