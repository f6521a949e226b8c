// PutTargets, RemoveTargets, ListTargetsByRule, ListRuleNamesByTarget: where events go. Targets are
// API destinations; other kinds are refused by name.
#include <algorithm>

#include "api/events/lookup.hpp"
#include "api/members.hpp"
#include "base/text.hpp"
#include "events/input.hpp"
#include "events/invocation.hpp"
#include "gen/events/operations.hpp"

namespace berth::api::events {

namespace {

using model::EventTarget;

/// EventBridge: targets of one rule.
constexpr std::size_t targets_max = 5;

/// "API destination" is the only kind; others are named by their service.
Result<void> check_kind(const std::string& arn) {
  const auto parts = split(arn, ':');
  if (parts.size() < 6 || parts[0] != "arn") {
    return fail(ErrorCode::validation, "Parameter " + arn +
                                           " is not valid. Reason: Provided Arn is not in correct "
                                           "format.");
  }
  if (parts[2] == "events" && parts[5].starts_with("api-destination/")) return {};
  const std::string kind(parts[2]);
  const auto logs = kind == "logs" ? " There are no log groups yet." : "";
  return fail(ErrorCode::unsupported_operation, "Berth does not deliver events to targets of '" +
                                                    kind + "', only to API destinations." + logs);
}

Result<void> check_members(const gen::events::Target& target) {
  TRY_VOID(expect_absent(target.kinesis_parameters, "KinesisParameters"));
  TRY_VOID(expect_absent(target.run_command_parameters, "RunCommandParameters"));
  TRY_VOID(expect_absent(target.ecs_parameters, "EcsParameters"));
  TRY_VOID(expect_absent(target.batch_parameters, "BatchParameters"));
  TRY_VOID(expect_absent(target.sqs_parameters, "SqsParameters"));
  TRY_VOID(expect_absent(target.redshift_data_parameters, "RedshiftDataParameters"));
  TRY_VOID(expect_absent(target.sage_maker_pipeline_parameters, "SageMakerPipelineParameters"));
  TRY_VOID(expect_absent(target.dead_letter_config, "DeadLetterConfig"));
  return expect_absent(target.app_sync_parameters, "AppSyncParameters");
}

Result<void> check_input(const gen::events::Target& target) {
  const int given =
      (target.input ? 1 : 0) + (target.input_path ? 1 : 0) + (target.input_transformer ? 1 : 0);
  if (given > 1) {
    return fail(ErrorCode::validation,
                "Only one of Input, InputPath, or InputTransformer must be provided for target " +
                    target.id + ".");
  }
  if (target.input) return berth::events::check_input(target.id, *target.input);
  if (target.input_path) return berth::events::check_path(*target.input_path);
  if (!target.input_transformer) return {};
  const auto& transformer = *target.input_transformer;
  return berth::events::check_template(
      target.id, transformer.input_template,
      transformer.input_paths_map.value_or(std::map<std::string, std::string>{}));
}

Result<EventTarget> read_target(const gen::events::Target& target) {
  TRY_VOID(check_kind(target.arn));
  TRY_VOID(check_members(target));
  TRY_VOID(check_input(target));
  EventTarget row;
  row.id = target.id;
  row.arn = model::ApiDestinationArn{target.arn};
  row.role_arn = target.role_arn;
  row.input = target.input;
  row.input_path = target.input_path;
  if (target.input_transformer) {
    row.input_template = target.input_transformer->input_template;
    if (const auto& paths = target.input_transformer->input_paths_map) row.input_paths = *paths;
  }
  if (target.http_parameters) {
    const auto& http = *target.http_parameters;
    if (http.path_parameter_values) row.path_values = *http.path_parameter_values;
    if (http.header_parameters) row.header_parameters = *http.header_parameters;
    if (http.query_string_parameters) row.query_parameters = *http.query_string_parameters;
  }
  if (target.retry_policy) {
    row.retry_attempts_max = target.retry_policy->maximum_retry_attempts;
    row.event_age_max = target.retry_policy->maximum_event_age_in_seconds;
  }
  return row;
}

gen::events::Target show(const EventTarget& row) {
  gen::events::Target shown;
  shown.id = row.id;
  shown.arn = row.arn.text();
  shown.role_arn = row.role_arn;
  shown.input = row.input;
  shown.input_path = row.input_path;
  if (row.input_template) {
    auto& transformer = shown.input_transformer.emplace();
    transformer.input_template = *row.input_template;
    if (!row.input_paths.empty()) transformer.input_paths_map = row.input_paths;
  }
  const bool http =
      !row.path_values.empty() || !row.header_parameters.empty() || !row.query_parameters.empty();
  if (http) {
    auto& parameters = shown.http_parameters.emplace();
    if (!row.path_values.empty()) parameters.path_parameter_values = row.path_values;
    if (!row.header_parameters.empty()) parameters.header_parameters = row.header_parameters;
    if (!row.query_parameters.empty()) {
      parameters.query_string_parameters = row.query_parameters;
    }
  }
  if (row.retry_attempts_max || row.event_age_max) {
    auto& policy = shown.retry_policy.emplace();
    policy.maximum_retry_attempts = row.retry_attempts_max;
    policy.maximum_event_age_in_seconds = row.event_age_max;
  }
  return shown;
}

Result<void> expect_destination(const View& view, const Stamp& stamp, const EventTarget& target) {
  const auto& arn = target.arn.text();
  const auto* row = view.events().api_destinations().find(target.arn);
  if (row && is_ours(stamp, arn)) return berth::events::check_parameters(target, row->endpoint);
  return fail(ErrorCode::resource_not_found, "Provided ApiDestination " + arn + " does not exist.");
}

}  // namespace

Result<Change<gen::events::PutTargetsResponse>> put_targets(
    const View& view, const gen::events::PutTargetsRequest& request, const Stamp& stamp) {
  auto rule = *TRY(find_rule(view, stamp, request.rule, request.event_bus_name));
  for (const auto& each : request.targets) {
    auto row = TRY(read_target(each));
    TRY_VOID(expect_destination(view, stamp, row));
    const auto known = std::ranges::find(rule.targets, row.id, &EventTarget::id);
    if (known == rule.targets.end()) {
      rule.targets.push_back(std::move(row));
    } else {
      *known = std::move(row);
    }
  }
  if (rule.targets.size() > targets_max) return too_many();
  Change<gen::events::PutTargetsResponse> change;
  change.response.failed_entry_count = 0;
  change.response.failed_entries.emplace();
  change.commands.push_back(state::PutEventRule{std::move(rule)});
  return change;
}

/// `force` is for managed rules, which AWS services make, and ignored for others (EventBridge).
Result<Change<gen::events::RemoveTargetsResponse>> remove_targets(
    const View& view, const gen::events::RemoveTargetsRequest& request, const Stamp& stamp) {
  auto rule = *TRY(find_rule(view, stamp, request.rule, request.event_bus_name));
  Change<gen::events::RemoveTargetsResponse> change;
  auto& failures = change.response.failed_entries.emplace();
  for (const auto& id : request.ids) {
    const auto gone =
        std::erase_if(rule.targets, [&](const EventTarget& target) { return target.id == id; });
    if (gone > 0) continue;
    gen::events::RemoveTargetsResultEntry failure;
    failure.target_id = id;
    failure.error_code = "ResourceNotFoundException";
    failure.error_message = "Rule " + rule.name + " does not have target(s): " + id + ".";
    failures.push_back(std::move(failure));
  }
  change.response.failed_entry_count = static_cast<std::int32_t>(failures.size());
  change.commands.push_back(state::PutEventRule{std::move(rule)});
  return change;
}

Result<Change<gen::events::ListTargetsByRuleResponse>> list_targets_by_rule(
    const View& view, const gen::events::ListTargetsByRuleRequest& request, const Stamp& stamp) {
  const auto& rule = *TRY(find_rule(view, stamp, request.rule, request.event_bus_name));
  auto rows = rule.targets;
  std::ranges::sort(rows, {}, &EventTarget::id);
  auto page =
      TRY(page_of(std::move(rows),
                  {request.next_token, static_cast<std::size_t>(request.limit.value_or(100)),
                   ErrorCode::validation},
                  [](const EventTarget& target) { return target.id; }));
  Change<gen::events::ListTargetsByRuleResponse> change;
  auto& targets = change.response.targets.emplace();
  for (const auto& row : page.rows) targets.push_back(show(row));
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<gen::events::ListRuleNamesByTargetResponse>> list_rule_names_by_target(
    const View& view, const gen::events::ListRuleNamesByTargetRequest& request,
    const Stamp& stamp) {
  TRY_VOID(expect_default_bus(stamp, request.event_bus_name));
  const auto leads_there = [&](const model::EventRule& rule) {
    return std::ranges::any_of(rule.targets, [&](const EventTarget& target) {
      return target.arn.text() == request.target_arn;
    });
  };
  auto page = TRY(named_page(view.events().rules(), stamp, std::nullopt, request.next_token,
                             request.limit, leads_there));
  Change<gen::events::ListRuleNamesByTargetResponse> change;
  auto& names = change.response.rule_names.emplace();
  for (const auto* rule : page.rows) names.push_back(rule->name);
  change.response.next_token = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::events
