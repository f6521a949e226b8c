// CreateTargetGroup, ModifyTargetGroup, DescribeTargetGroups, DeleteTargetGroup, and the
// attributes of target groups.
#include <set>
#include <utility>

#include <fmt/format.h>

#include "api/elbv2/lookup.hpp"
#include "api/elbv2/parts/attribute_list.hpp"
#include "api/elbv2/parts/health_check_settings.hpp"
#include "api/elbv2/parts/page.hpp"
#include "api/elbv2/parts/show.hpp"
#include "api/elbv2/parts/tag_list.hpp"
#include "api/members.hpp"
#include "api/network.hpp"
#include "base/text.hpp"
#include "gen/elbv2/operations.hpp"

namespace berth::api::elbv2 {

using namespace parts;

namespace {

constexpr std::size_t target_groups_max = 3000;
const auto attribute_rules = &rules::load_balancing::target_group_attribute_rules;

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::validation, std::move(message));
}

Result<void> check_name(const std::string& name) {
  const auto refuse = [&](std::string_view what) {
    return invalid(fmt::format("Target group name '{}' {}", name, what));
  };
  if (name.empty()) return invalid("A target group name must be specified");
  if (name.size() > 32) return refuse("cannot be longer than '32' characters");
  if (!only_alphanumeric_or(name, "-")) {
    return refuse("can only contain characters that are alphanumeric characters or hyphens(-)");
  }
  if (name.starts_with('-') || name.ends_with('-')) return refuse("cannot begin or end with '-'");
  return {};
}

Result<model::TargetType> read_target_type(
    const std::optional<gen::elbv2::TargetTypeEnum>& target_type) {
  using gen::elbv2::TargetTypeEnum;
  if (!target_type || *target_type == TargetTypeEnum::instance) return model::TargetType::instance;
  if (*target_type == TargetTypeEnum::ip) return model::TargetType::ip;
  return refuse_value("TargetType", text(*target_type), "instance' or 'ip");
}

Result<void> check_members(const gen::elbv2::CreateTargetGroupInput& request) {
  using gen::elbv2::ProtocolEnum;
  if (!request.protocol) return invalid("A protocol must be specified");
  TRY_VOID(expect_only(request.protocol, ProtocolEnum::http, "Protocol"));
  if (!request.port) return invalid("A port must be specified");
  if (!request.vpc_id) return invalid("A VPC ID must be specified");
  if (request.protocol_version && *request.protocol_version != "HTTP1") {
    return refuse_value("ProtocolVersion", *request.protocol_version, "HTTP1");
  }
  TRY_VOID(expect_only(request.ip_address_type, gen::elbv2::TargetGroupIpAddressTypeEnum::ipv4,
                       "IpAddressType"));
  TRY_VOID(expect_absent(request.target_control_port, "TargetControlPort"));
  return {};
}

bool same_settings(const model::TargetGroup& a, const model::TargetGroup& b) {
  return a.vpc_id == b.vpc_id && a.port == b.port && a.target_type == b.target_type &&
         a.health_check == b.health_check && a.tags == b.tags;
}

Result<std::vector<const model::TargetGroup*>> named_target_groups(
    const View& view, const gen::elbv2::DescribeTargetGroupsInput& request, const Stamp& stamp) {
  const auto missing =
      fail(ErrorCode::target_group_not_found, "One or more target groups not found");
  std::set<model::TargetGroupArn> arns;
  if (request.target_group_arns) {
    for (const auto& arn : *request.target_group_arns) {
      const auto found = find_target_group(view, stamp, arn);
      if (!found && found.error().code == ErrorCode::target_group_not_found) return missing;
      arns.insert(TRY(found)->arn);
    }
  }
  if (request.names) {
    for (const auto& name : *request.names) {
      const auto* row = target_group_named(view, stamp, name);
      if (!row) return missing;
      arns.insert(row->arn);
    }
  }
  std::vector<const model::TargetGroup*> rows;
  for (const auto& arn : arns) rows.push_back(&view.target_groups().at(arn));
  return rows;
}

Result<std::vector<const model::TargetGroup*>> asked_target_groups(
    const View& view, const gen::elbv2::DescribeTargetGroupsInput& request, const Stamp& stamp) {
  const bool by_arn = request.target_group_arns && !request.target_group_arns->empty();
  const bool by_name = request.names && !request.names->empty();
  const bool by_load_balancer = request.load_balancer_arn.has_value();
  if (by_arn + by_name + by_load_balancer > 1) {
    return invalid("You can specify only one of load balancer ARN, target group ARNs and names");
  }
  if (by_arn || by_name) return named_target_groups(view, request, stamp);
  if (!by_load_balancer) return target_groups_of(view, stamp);
  const auto* load_balancer = TRY(find_load_balancer(view, stamp, *request.load_balancer_arn));
  std::vector<const model::TargetGroup*> rows;
  for (const auto* row : target_groups_of(view, stamp)) {
    if (load_balancers_using(view, row->arn).contains(load_balancer->arn)) rows.push_back(row);
  }
  return rows;
}

}  // namespace

Result<Change<gen::elbv2::CreateTargetGroupOutput>> create_target_group(
    const View& view, const gen::elbv2::CreateTargetGroupInput& request, const Stamp& stamp) {
  TRY_VOID(check_name(request.name));
  const auto target_type = TRY(read_target_type(request.target_type));
  TRY_VOID(check_members(request));
  auto network = TRY(default_network(view, stamp.realm));
  if (*request.vpc_id != network.vpc.id.text()) {
    return invalid(fmt::format("The VPC ID '{}' is not found", *request.vpc_id));
  }
  model::TargetGroup row{.name = request.name,
                         .vpc_id = network.vpc.id,
                         .port = *request.port,
                         .target_type = target_type};
  row.health_check = TRY(read_health_check(request, row.health_check));
  row.tags = TRY(read_tags(request.tags));

  Change<gen::elbv2::CreateTargetGroupOutput> change;
  if (const auto* existing = target_group_named(view, stamp, request.name)) {
    if (!same_settings(*existing, row)) {
      return fail(ErrorCode::duplicate_target_group_name,
                  fmt::format("A target group with the same name '{}' exists, but with different "
                              "settings",
                              request.name));
    }
    change.response.target_groups = {{show(view, *existing)}};
    return change;
  }
  if (target_groups_of(view, stamp).size() >= target_groups_max) {
    return fail(ErrorCode::too_many_target_groups,
                "The maximum number of target groups has been reached");
  }
  row.arn = model::TargetGroupArn(stamp.arn(
      "elasticloadbalancing", fmt::format("targetgroup/{}/{}", row.name, stamp.entropy.hex(16))));
  change.response.target_groups = {{show(view, row)}};
  change.commands = with_network(std::move(network), {state::CreateTargetGroup{std::move(row)}});
  return change;
}

Result<Change<gen::elbv2::ModifyTargetGroupOutput>> modify_target_group(
    const View& view, const gen::elbv2::ModifyTargetGroupInput& request, const Stamp& stamp) {
  auto row = *TRY(find_target_group(view, stamp, request.target_group_arn));
  row.health_check = TRY(read_health_check(request, row.health_check));
  Change<gen::elbv2::ModifyTargetGroupOutput> change;
  change.response.target_groups = {{show(view, row)}};
  row.targets.clear();
  change.commands.push_back(state::UpdateTargetGroup{std::move(row)});
  return change;
}

Result<Change<gen::elbv2::DescribeTargetGroupsOutput>> describe_target_groups(
    const View& view, const gen::elbv2::DescribeTargetGroupsInput& request, const Stamp& stamp) {
  const auto rows = TRY(asked_target_groups(view, request, stamp));
  const auto page = TRY(page_by_arn(rows, request.marker, request.page_size));
  Change<gen::elbv2::DescribeTargetGroupsOutput> change;
  auto& shown = change.response.target_groups.emplace();
  for (const auto* row : page.rows) shown.push_back(show(view, *row));
  change.response.next_marker = page.next_token;
  return change;
}

Result<Change<gen::elbv2::DeleteTargetGroupOutput>> delete_target_group(
    const View& view, const gen::elbv2::DeleteTargetGroupInput& request, const Stamp& stamp) {
  Change<gen::elbv2::DeleteTargetGroupOutput> change;
  const auto found = find_target_group(view, stamp, request.target_group_arn);
  // Deleting what is not there succeeds.
  if (!found && found.error().code == ErrorCode::target_group_not_found) return change;
  const auto& arn = TRY(found)->arn;
  if (!view.listeners_to(arn).empty()) {
    return fail(
        ErrorCode::elb_resource_in_use,
        fmt::format("Target group '{}' is currently in use by a listener or a rule", arn.text()));
  }
  change.commands.push_back(state::DeleteTargetGroup{arn});
  return change;
}

Result<Change<gen::elbv2::DescribeTargetGroupAttributesOutput>> describe_target_group_attributes(
    const View& view, const gen::elbv2::DescribeTargetGroupAttributesInput& request,
    const Stamp& stamp) {
  const auto* row = TRY(find_target_group(view, stamp, request.target_group_arn));
  Change<gen::elbv2::DescribeTargetGroupAttributesOutput> change;
  change.response.attributes =
      show_attributes<gen::elbv2::TargetGroupAttribute>(attribute_rules(), row->attributes);
  return change;
}

Result<Change<gen::elbv2::ModifyTargetGroupAttributesOutput>> modify_target_group_attributes(
    const View& view, const gen::elbv2::ModifyTargetGroupAttributesInput& request,
    const Stamp& stamp) {
  auto row = *TRY(find_target_group(view, stamp, request.target_group_arn));
  row.attributes = TRY(read_attributes(attribute_rules(), row.attributes, request.attributes));
  Change<gen::elbv2::ModifyTargetGroupAttributesOutput> change;
  change.response.attributes =
      show_attributes<gen::elbv2::TargetGroupAttribute>(attribute_rules(), row.attributes);
  row.targets.clear();
  change.commands.push_back(state::UpdateTargetGroup{std::move(row)});
  return change;
}

}  // namespace berth::api::elbv2
