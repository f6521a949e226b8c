// DescribeSecurityGroups. The rules shown are those that AWS gives to a default security group.
#include <fmt/format.h>

#include "api/ec2/describe.hpp"
#include "api/ec2/filters.hpp"
#include "api/network.hpp"
#include "gen/ec2/operations.hpp"

namespace berth::api::ec2 {

namespace {

using gen::ec2::SecurityGroup;

constexpr FilterColumn<SecurityGroup> columns[] = {
    {"group-id", [](const SecurityGroup& row) -> Values { return {row.group_id.value_or("")}; }},
    {"group-name",
     [](const SecurityGroup& row) -> Values { return {row.group_name.value_or("")}; }},
    {"description",
     [](const SecurityGroup& row) -> Values { return {row.description.value_or("")}; }},
    {"owner-id", [](const SecurityGroup& row) -> Values { return {row.owner_id.value_or("")}; }},
    {"vpc-id", [](const SecurityGroup& row) -> Values { return {row.vpc_id.value_or("")}; }},
};

gen::ec2::IpPermission all_traffic() {
  return {.ip_protocol = "-1",
          .user_id_group_pairs = std::vector<gen::ec2::UserIdGroupPair>{},
          .ip_ranges = std::vector<gen::ec2::IpRange>{},
          .ipv6_ranges = std::vector<gen::ec2::Ipv6Range>{},
          .prefix_list_ids = std::vector<gen::ec2::PrefixListId>{}};
}

SecurityGroup show(const model::SecurityGroup& group) {
  auto inside = all_traffic(), outside = all_traffic();
  inside.user_id_group_pairs->push_back(
      {.user_id = group.realm.account, .group_id = group.id.text()});
  outside.ip_ranges->push_back({.cidr_ip = "0.0.0.0/0"});
  SecurityGroup shown{
      .group_id = group.id.text(),
      .tags = show_tags(group.tags),
      .vpc_id = group.vpc_id.text(),
      .security_group_arn = group.realm.arn("ec2", "security-group/" + group.id.text()),
      .owner_id = group.realm.account,
      .group_name = group.name,
      .description = group.description};
  shown.ip_permissions.emplace().push_back(std::move(inside));
  shown.ip_permissions_egress.emplace().push_back(std::move(outside));
  return shown;
}

std::vector<SecurityGroup> groups_of(const View& view, const DefaultNetwork& network) {
  std::vector<SecurityGroup> rows;
  if (network.command) rows.push_back(show(network.group));
  for (const auto& [id, group] : view.security_groups()) {
    if (group.realm == network.vpc.realm) rows.push_back(show(group));
  }
  return rows;
}

}  // namespace

Result<Change<gen::ec2::DescribeSecurityGroupsResult>> describe_security_groups(
    const View& view, const gen::ec2::DescribeSecurityGroupsRequest& request, const Stamp& stamp) {
  TRY_VOID(refuse_dry_run(request.dry_run));
  auto network = TRY(default_network(view, stamp.realm));
  auto rows = TRY(with_ids(groups_of(view, network), request.group_ids, &SecurityGroup::group_id,
                           [](const std::string& id) {
                             return fail(ErrorCode::invalid_group_not_found,
                                         fmt::format("The security group '{}' does not exist", id));
                           }));
  rows = TRY(with_ids(std::move(rows), request.group_names, &SecurityGroup::group_name,
                      [&](const std::string& name) {
                        return fail(ErrorCode::invalid_group_not_found,
                                    fmt::format("The security group '{}' does not exist in default "
                                                "VPC '{}'",
                                                name, network.vpc.id.text()));
                      }));
  rows = TRY(filtered<SecurityGroup>(std::move(rows), request.filters, columns));
  auto page = TRY(page_of(std::move(rows), page_request(request.next_token, request.max_results),
                          [](const SecurityGroup& row) { return *row.group_id; }));
  Change<gen::ec2::DescribeSecurityGroupsResult> change;
  change.response.security_groups = std::move(page.rows);
  change.response.next_token = std::move(page.next_token);
  change.commands = with_network(std::move(network));
  return change;
}

}  // namespace berth::api::ec2
