// PutRule, DescribeRule, ListRules, EnableRule, DisableRule, DeleteRule, TestEventPattern: which
// events are wanted. Rules wait for the events of ECS, which are the only ones there are.
#include "api/events/lookup.hpp"
#include "api/events/tags.hpp"
#include "api/members.hpp"
#include "events/event_pattern.hpp"
#include "gen/events/operations.hpp"

namespace berth::api::events {

namespace {

using berth::events::EventPattern;

/// EventBridge: rules per event bus.
constexpr std::size_t rules_max = 300;

gen::events::RuleState show(model::EventRuleState state) {
  return state == model::EventRuleState::enabled ? gen::events::RuleState::enabled
                                                 : gen::events::RuleState::disabled;
}

/// What DescribeRule and ListRules show alike.
template <class Shown>
Shown show(const model::EventRule& rule) {
  Shown shown;
  shown.name = rule.name;
  shown.arn = rule.arn.text();
  shown.event_pattern = rule.event_pattern;
  shown.state = show(rule.state);
  shown.description = rule.description;
  shown.role_arn = rule.role_arn;
  shown.event_bus_name = "default";
  return shown;
}

Result<void> check_rule(const gen::events::PutRuleRequest& request, const Stamp& stamp) {
  TRY_VOID(expect_default_bus(stamp, request.event_bus_name));
  if (!request.schedule_expression.value_or("").empty()) {
    return refuse_member("ScheduleExpression");
  }
  if (request.state == gen::events::RuleState::enabled_with_all_cloudtrail_management_events) {
    return refuse_member("State ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  }
  if (request.event_pattern.value_or("").empty()) {
    return fail(ErrorCode::validation,
                "Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  TRY_VOID(EventPattern::parse(*request.event_pattern));
  return {};
}

template <class Request>
Result<Change<Unit>> set_state(const View& view, const Request& request, const Stamp& stamp,
                               model::EventRuleState state) {
  auto rule = *TRY(find_rule(view, stamp, request.name, request.event_bus_name));
  rule.state = state;
  Change<Unit> change;
  change.commands.push_back(state::PutEventRule{std::move(rule)});
  return change;
}

}  // namespace

Result<Change<gen::events::PutRuleResponse>> put_rule(const View& view,
                                                      const gen::events::PutRuleRequest& request,
                                                      const Stamp& stamp) {
  TRY_VOID(check_rule(request, stamp));
  model::EventRule rule;
  rule.arn = rule_arn(stamp, request.name);
  rule.name = request.name;
  if (const auto* known = view.events().rules().find(rule.arn)) {
    // The tags of a request change only a new rule.
    rule.targets = known->targets;
    rule.tags = known->tags;
  } else {
    if (count_ours(view.events().rules(), stamp) >= rules_max) return too_many();
    rule.tags = TRY(read_tags(request.tags.value_or(std::vector<gen::events::Tag>{}), {}));
  }
  rule.event_pattern = *request.event_pattern;
  rule.state = request.state == gen::events::RuleState::disabled ? model::EventRuleState::disabled
                                                                 : model::EventRuleState::enabled;
  rule.description = request.description;
  rule.role_arn = request.role_arn;
  Change<gen::events::PutRuleResponse> change;
  change.response.rule_arn = rule.arn.text();
  change.commands.push_back(state::PutEventRule{std::move(rule)});
  return change;
}

Result<Change<gen::events::DescribeRuleResponse>> describe_rule(
    const View& view, const gen::events::DescribeRuleRequest& request, const Stamp& stamp) {
  const auto& rule = *TRY(find_rule(view, stamp, request.name, request.event_bus_name));
  Change<gen::events::DescribeRuleResponse> change;
  change.response = show<gen::events::DescribeRuleResponse>(rule);
  change.response.created_by = stamp.realm.account;
  return change;
}

Result<Change<gen::events::ListRulesResponse>> list_rules(
    const View& view, const gen::events::ListRulesRequest& request, const Stamp& stamp) {
  TRY_VOID(expect_default_bus(stamp, request.event_bus_name));
  auto page = TRY(named_page(view.events().rules(), stamp, request.name_prefix, request.next_token,
                             request.limit, [](const auto&) { return true; }));
  Change<gen::events::ListRulesResponse> change;
  auto& rules = change.response.rules.emplace();
  for (const auto* rule : page.rows) rules.push_back(show<gen::events::Rule>(*rule));
  change.response.next_token = std::move(page.next_token);
  return change;
}

Result<Change<Unit>> enable_rule(const View& view, const gen::events::EnableRuleRequest& request,
                                 const Stamp& stamp) {
  return set_state(view, request, stamp, model::EventRuleState::enabled);
}

Result<Change<Unit>> disable_rule(const View& view, const gen::events::DisableRuleRequest& request,
                                  const Stamp& stamp) {
  return set_state(view, request, stamp, model::EventRuleState::disabled);
}

/// `force` is for managed rules, which AWS services make, and ignored for others (EventBridge).
Result<Change<Unit>> delete_rule(const View& view, const gen::events::DeleteRuleRequest& request,
                                 const Stamp& stamp) {
  TRY_VOID(expect_default_bus(stamp, request.event_bus_name));
  Change<Unit> change;
  // A rule that is gone already is no failure.
  const auto* rule = view.events().rules().find(rule_arn(stamp, request.name));
  if (!rule) return change;
  if (!rule->targets.empty()) {
    return fail(ErrorCode::validation, "Rule can't be deleted since it has targets.");
  }
  change.commands.push_back(state::DeleteEventRule{rule->arn});
  return change;
}

Result<Change<gen::events::TestEventPatternResponse>> test_event_pattern(
    const View&, const gen::events::TestEventPatternRequest& request, const Stamp&) {
  const auto pattern = TRY(EventPattern::parse(request.event_pattern));
  const auto event = berth::events::parse_event(request.event);
  const auto* members = event ? event->if_object() : nullptr;
  if (!members) {
    return fail(ErrorCode::validation,
                "Parameter Event is not valid. Reason: It is no JSON object.");
  }
  for (const auto name :
       {"id", "account", "source", "time", "region", "resources", "detail-type"}) {
    if (!members->contains(name)) {
      return fail(ErrorCode::validation,
                  "Parameter Event is not valid. Reason: It lacks '" + std::string(name) + "'.");
    }
  }
  Change<gen::events::TestEventPatternResponse> change;
  change.response.result = pattern.matches(*event);
  return change;
}

}  // namespace berth::api::events
