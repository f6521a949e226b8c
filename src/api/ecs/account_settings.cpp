// PutAccountSetting, PutAccountSettingDefault, DeleteAccountSetting, ListAccountSettings
// (behaviour §1.18).
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/ecs/names.hpp"
#include "base/arn.hpp"
#include "gen/ecs/operations.hpp"

namespace berth::api::ecs {

namespace {

using gen::ecs::SettingName;
using model::AccountSetting;

struct Rule {
  SettingName name;
  std::string_view otherwise;
  /// What may be asked for. Empty: it can only be read.
  std::vector<std::string_view> values;
  /// Those of them that Berth cannot honour yet.
  std::vector<std::string_view> lacking;
};

/// Long ARNs are all there is: asking for them changes nothing, and short ones are no more.
const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = {
      {SettingName::service_long_arn_format, "enabled", {"enabled"}, {}},
      {SettingName::task_long_arn_format, "enabled", {"enabled"}, {}},
      {SettingName::container_instance_long_arn_format, "enabled", {"enabled"}, {}},
      {SettingName::awsvpc_trunking, "disabled", {"enabled", "disabled"}, {}},
      {SettingName::container_insights,
       "disabled",
       {"enhanced", "enabled", "disabled"},
       {"enhanced", "enabled"}},
      {SettingName::fargate_fipsmode, "disabled", {"enabled", "disabled"}, {"enabled"}},
      {SettingName::tag_resource_authorization, "on", {"on", "off"}, {}},
      {SettingName::fargate_task_retirement_wait_period, "7", {"0", "7", "14"}, {}},
      {SettingName::guard_duty_activate, "off", {}, {}},
      // Drivers keep Docker's default, which is blocking.
      {SettingName::default_log_driver_mode,
       "blocking",
       {"blocking", "non-blocking"},
       {"non-blocking"}},
      {SettingName::fargate_event_windows, "disabled", {"enabled", "disabled"}, {"enabled"}},
  };
  return all;
}

const Rule& rule_of(SettingName name) { return *std::ranges::find(rules(), name, &Rule::name); }

bool holds(const std::vector<std::string_view>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

Result<void> check_value(SettingName name, const std::string& value) {
  const auto& rule = rule_of(name);
  if (rule.values.empty()) {
    return fail(
        ErrorCode::invalid_parameter,
        fmt::format("The account setting {} is managed by AWS and can only be read.", text(name)));
  }
  if (!holds(rule.values, value)) {
    return fail(ErrorCode::invalid_parameter,
                fmt::format("The value '{}' of the account setting {} must be one of: {}.", value,
                            text(name), fmt::join(rule.values, ", ")));
  }
  if (holds(rule.lacking, value)) {
    return fail(
        ErrorCode::unsupported_operation,
        fmt::format("Berth does not support the account setting {} '{}'.", text(name), value));
  }
  return {};
}

bool is_root(const std::string& principal) { return principal.ends_with(":root"); }

/// Whose setting it is: the caller's, or another principal's where root asks. The root user's is
/// the account's default.
Result<std::string> owner_of(const std::optional<std::string>& principal, const Stamp& stamp) {
  const auto owner = principal.value_or(stamp.principal_arn);
  const auto arn = Arn::parse(owner);
  if (!arn || arn->service != "iam" || arn->account != stamp.realm.account) {
    return fail(ErrorCode::invalid_parameter,
                fmt::format("principalArn '{}' is not the ARN of a user, a role or the root user "
                            "of this account.",
                            owner));
  }
  if (owner != stamp.principal_arn && !is_root(stamp.principal_arn)) {
    return fail(ErrorCode::access_denied,
                "You must be the root user or the principal to name a principalArn.");
  }
  return is_root(owner) ? std::string() : owner;
}

gen::ecs::Setting show(SettingName name, std::string_view value, const std::string& principal) {
  gen::ecs::Setting shown;
  shown.name = name;
  shown.value = std::string(value);
  shown.principal_arn = principal;
  shown.type = rule_of(name).values.empty() ? gen::ecs::SettingType::aws_managed
                                            : gen::ecs::SettingType::user;
  return shown;
}

std::string root_of(const Stamp& stamp) { return "arn:aws:iam::" + stamp.realm.account + ":root"; }

/// What was put for the owner; empty for the account's default.
const std::string* find(const View& view, const Stamp& stamp, SettingName name,
                        const std::string& owner) {
  const auto* row = view.account_settings().find({stamp.realm, std::string(text(name)), owner});
  return row ? &row->value : nullptr;
}

/// The owner's, else the account's, else what ECS begins with.
std::string_view effective(const View& view, const Stamp& stamp, SettingName name,
                           const std::string& owner) {
  if (const auto* own = find(view, stamp, name, owner)) return *own;
  if (const auto* account = find(view, stamp, name, "")) return *account;
  return rule_of(name).otherwise;
}

Command put(const Stamp& stamp, SettingName name, std::string owner, std::string value) {
  return state::PutAccountSetting{
      {{stamp.realm, std::string(text(name)), std::move(owner)}, std::move(value)}};
}

}  // namespace

Result<Change<gen::ecs::PutAccountSettingResponse>> put_account_setting(
    const View&, const gen::ecs::PutAccountSettingRequest& request, const Stamp& stamp) {
  TRY_VOID(check_value(request.name, request.value));
  auto owner = TRY(owner_of(request.principal_arn, stamp));
  Change<gen::ecs::PutAccountSettingResponse> change;
  change.response.setting =
      show(request.name, request.value, owner.empty() ? root_of(stamp) : owner);
  change.commands.push_back(put(stamp, request.name, std::move(owner), request.value));
  return change;
}

Result<Change<gen::ecs::PutAccountSettingDefaultResponse>> put_account_setting_default(
    const View&, const gen::ecs::PutAccountSettingDefaultRequest& request, const Stamp& stamp) {
  TRY_VOID(check_value(request.name, request.value));
  Change<gen::ecs::PutAccountSettingDefaultResponse> change;
  change.response.setting = show(request.name, request.value, root_of(stamp));
  change.commands.push_back(put(stamp, request.name, "", request.value));
  return change;
}

Result<Change<gen::ecs::DeleteAccountSettingResponse>> delete_account_setting(
    const View& view, const gen::ecs::DeleteAccountSettingRequest& request, const Stamp& stamp) {
  const auto owner = TRY(owner_of(request.principal_arn, stamp));
  Change<gen::ecs::DeleteAccountSettingResponse> change;
  const model::AccountSettingKey key{stamp.realm, std::string(text(request.name)), owner};
  if (view.account_settings().contains(key)) {
    change.commands.push_back(state::DeleteAccountSetting{key});
  }
  const bool falls_back = !owner.empty();
  const auto value =
      falls_back ? effective(view, stamp, request.name, "") : rule_of(request.name).otherwise;
  change.response.setting = show(request.name, value, falls_back ? owner : root_of(stamp));
  return change;
}

Result<Change<gen::ecs::ListAccountSettingsResponse>> list_account_settings(
    const View& view, const gen::ecs::ListAccountSettingsRequest& request, const Stamp& stamp) {
  if (request.value && !request.name) {
    return fail(ErrorCode::invalid_parameter,
                "You must specify an account setting name to filter by its value.");
  }
  const auto owner = TRY(owner_of(request.principal_arn, stamp));
  std::vector<std::string> names;
  for (const auto& rule : rules()) {
    if (request.name && *request.name != rule.name) continue;
    const auto* own = find(view, stamp, rule.name, owner);
    if (!request.effective_settings && !own) continue;
    const auto value = effective(view, stamp, rule.name, owner);
    if (!request.value || *request.value == value) names.emplace_back(text(rule.name));
  }
  std::ranges::sort(names);
  if (request.max_results > 10) {
    return fail(ErrorCode::invalid_parameter, "maxResults must be between 1 and 10.");
  }
  const auto wanted = request.max_results == 0 ? 10 : request.max_results;
  auto page = TRY(page_of(names, request.next_token, wanted, 10));
  Change<gen::ecs::ListAccountSettingsResponse> change;
  auto& shown = change.response.settings.emplace();
  for (const auto& rule : rules()) {
    if (std::ranges::find(page.keys, text(rule.name)) == page.keys.end()) continue;
    shown.push_back(show(rule.name, effective(view, stamp, rule.name, owner),
                         owner.empty() ? root_of(stamp) : owner));
  }
  change.response.next_token = std::move(page.next_token);
  return change;
}

}  // namespace berth::api::ecs
