// RegisterTargets, DeregisterTargets, DescribeTargetHealth (behaviour §2.6, §2.8).
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "api/elbv2/parts/show.hpp"
#include "api/elbv2/parts/target_place.hpp"
#include "api/members.hpp"
#include "gen/elbv2/operations.hpp"
#include "rules/load_balancing/target_registration.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

constexpr std::size_t targets_max = 1000;

using gen::elbv2::TargetDescription;

model::TargetKey key_of(const model::TargetGroup& group, const TargetDescription& target) {
  return {target.id, target.port.value_or(group.port)};
}

bool is_draining(const model::Target& target) {
  return target.health.state == model::TargetState::draining;
}

Result<void> check_targets(const std::vector<TargetDescription>& targets) {
  if (targets.empty()) return fail(ErrorCode::validation, "Targets cannot be empty");
  return {};
}

std::set<std::string> zones_of(const View& view, const std::set<model::LoadBalancerArn>& arns) {
  std::set<std::string> zones;
  for (const auto& arn : arns) {
    for (const auto& zone : view.load_balancers().at(arn).zones) zones.insert(zone.zone_name);
  }
  return zones;
}

TargetUse use_of(const model::Target& target, const std::set<std::string>& zones) {
  if (zones.empty()) return TargetUse::no_load_balancer;
  return rules::load_balancing::in_enabled_zone(target, zones) ? TargetUse::in_use
                                                               : TargetUse::zone_not_enabled;
}

bool wants_anomalies(const gen::elbv2::DescribeTargetHealthInput& request) {
  return request.include && !request.include->empty();
}

gen::elbv2::TargetHealthDescription describe_target(
    const model::TargetGroup& group, TargetDescription target, gen::elbv2::TargetHealth health,
    const gen::elbv2::DescribeTargetHealthInput& request) {
  gen::elbv2::TargetHealthDescription description;
  const auto port = group.health_check.port.value_or(target.port.value_or(group.port));
  description.target = std::move(target);
  description.health_check_port = std::to_string(port);
  description.target_health = std::move(health);
  if (wants_anomalies(request)) {
    description.anomaly_detection = {
        .result = gen::elbv2::AnomalyResultEnum::normal,
        .mitigation_in_effect = gen::elbv2::MitigationInEffectEnum::no};
  }
  using Reason = gen::elbv2::TargetAdministrativeOverrideReasonEnum;
  description.administrative_override = {
      .state = gen::elbv2::TargetAdministrativeOverrideStateEnum::no_override,
      .reason = Reason::administrative_override_no_override,
      .description = "No override is currently active on target"};
  return description;
}

/// The target as it is registered.
TargetDescription shown_target(const model::Target& target) {
  TargetDescription shown{.id = target.key.id, .port = target.key.port};
  if (!target.availability_zone.empty()) shown.availability_zone = target.availability_zone;
  return shown;
}

}  // namespace

Result<Change<gen::elbv2::RegisterTargetsOutput>> register_targets(
    const View& view, const gen::elbv2::RegisterTargetsInput& request, const Stamp& stamp) {
  const auto* group = TRY(find_target_group(view, stamp, request.target_group_arn));
  TRY_VOID(check_targets(request.targets));
  std::vector<model::Target> added;
  std::size_t count = group->targets.size();
  for (const auto& description : request.targets) {
    TRY_VOID(expect_absent(description.quic_server_id, "Targets.QuicServerId"));
    auto place = TRY(place_of(view, stamp, *group, description));
    auto key = key_of(*group, description);
    const auto* registered = find_target(*group, key);
    const bool repeated = std::ranges::find(added, key, &model::Target::key) != added.end();
    if (repeated || (registered && !is_draining(*registered))) continue;
    if (!registered) ++count;
    added.push_back(rules::load_balancing::registered_target(
        std::move(key), std::move(place.address), std::move(place.zone), stamp.now));
  }
  if (count > targets_max) {
    return fail(ErrorCode::too_many_targets,
                fmt::format("The maximum number of targets in target group '{}' has been reached",
                            group->arn.text()));
  }
  Change<gen::elbv2::RegisterTargetsOutput> change;
  if (!added.empty()) {
    change.commands.push_back(state::PutTargets{group->arn, std::move(added)});
  }
  return change;
}

Result<Change<gen::elbv2::DeregisterTargetsOutput>> deregister_targets(
    const View& view, const gen::elbv2::DeregisterTargetsInput& request, const Stamp& stamp) {
  const auto* group = TRY(find_target_group(view, stamp, request.target_group_arn));
  TRY_VOID(check_targets(request.targets));
  std::vector<model::Target> draining;
  for (const auto& description : request.targets) {
    const auto* target = find_target(*group, key_of(*group, description));
    if (!target || is_draining(*target)) continue;
    draining.push_back(rules::load_balancing::draining_target(*group, *target, stamp.now));
  }
  Change<gen::elbv2::DeregisterTargetsOutput> change;
  if (!draining.empty()) {
    change.commands.push_back(state::PutTargets{group->arn, std::move(draining)});
  }
  return change;
}

Result<Change<gen::elbv2::DescribeTargetHealthOutput>> describe_target_health(
    const View& view, const gen::elbv2::DescribeTargetHealthInput& request, const Stamp& stamp) {
  const auto* group = TRY(find_target_group(view, stamp, request.target_group_arn));
  const auto zones = zones_of(view, load_balancers_using(view, group->arn));
  Change<gen::elbv2::DescribeTargetHealthOutput> change;
  auto& descriptions = change.response.target_health_descriptions.emplace();
  const auto describe = [&](const model::Target& target) {
    descriptions.push_back(describe_target(
        *group, shown_target(target), show_health(target.health, use_of(target, zones)), request));
  };
  if (!request.targets || request.targets->empty()) {
    for (const auto& target : group->targets) describe(target);
    return change;
  }
  for (const auto& asked : *request.targets) {
    if (const auto* target = find_target(*group, key_of(*group, asked))) {
      describe(*target);
    } else {
      TargetDescription shown{.id = asked.id, .port = asked.port.value_or(group->port)};
      descriptions.push_back(describe_target(*group, std::move(shown), not_registered(), request));
    }
  }
  return change;
}

}  // namespace berth::api::elbv2
