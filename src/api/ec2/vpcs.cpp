// DescribeVpcs: the default VPC, which a first look creates.
#include <fmt/format.h>

#include "api/ec2/describe.hpp"
#include "api/ec2/filters.hpp"
#include "api/network.hpp"
#include "gen/ec2/operations.hpp"

namespace berth::api::ec2 {

namespace {

using gen::ec2::Vpc;

// Also the older spellings, which clients still send.
constexpr FilterColumn<Vpc> columns[] = {
    {"vpc-id", [](const Vpc& row) -> Values { return {row.vpc_id.value_or("")}; }},
    {"cidr", [](const Vpc& row) -> Values { return {row.cidr_block.value_or("")}; }},
    {"cidr-block", [](const Vpc& row) -> Values { return {row.cidr_block.value_or("")}; }},
    {"cidr-block-association.cidr-block",
     [](const Vpc& row) -> Values { return {row.cidr_block.value_or("")}; }},
    {"dhcp-options-id",
     [](const Vpc& row) -> Values { return {row.dhcp_options_id.value_or("")}; }},
    {"is-default", [](const Vpc& row) { return flag_values(row.is_default.value_or(false)); }},
    {"isDefault", [](const Vpc& row) { return flag_values(row.is_default.value_or(false)); }},
    {"owner-id", [](const Vpc& row) -> Values { return {row.owner_id.value_or("")}; }},
    {"state", [](const Vpc&) -> Values { return {"available"}; }},
};

Vpc show(const model::Vpc& vpc) {
  using gen::ec2::VpcCidrBlockStateCode;
  Vpc shown{.owner_id = vpc.realm.account,
            .instance_tenancy = gen::ec2::Tenancy::default_,
            .is_default = vpc.is_default,
            .tags = show_tags(vpc.tags),
            .vpc_id = vpc.id.text(),
            .state = gen::ec2::VpcState::available,
            .cidr_block = vpc.cidr_block,
            .dhcp_options_id = "default"};
  auto& association = shown.cidr_block_association_set.emplace().emplace_back();
  association.association_id = "vpc-cidr-assoc-" + vpc.id.text().substr(4);
  association.cidr_block = vpc.cidr_block;
  association.cidr_block_state.emplace().state = VpcCidrBlockStateCode::associated;
  return shown;
}

}  // namespace

Result<Change<gen::ec2::DescribeVpcsResult>> describe_vpcs(
    const View& view, const gen::ec2::DescribeVpcsRequest& request, const Stamp& stamp) {
  TRY_VOID(refuse_dry_run(request.dry_run));
  auto network = TRY(default_network(view, stamp.realm));
  std::vector<Vpc> rows;
  if (network.command) rows.push_back(show(network.vpc));
  for (const auto& [id, vpc] : view.vpcs()) {
    if (vpc.realm == stamp.realm) rows.push_back(show(vpc));
  }
  rows = TRY(with_ids(std::move(rows), request.vpc_ids, &Vpc::vpc_id, [](const std::string& id) {
    return fail(ErrorCode::invalid_vpc_id_not_found,
                fmt::format("The vpc ID '{}' does not exist", id));
  }));
  rows = TRY(filtered<Vpc>(std::move(rows), request.filters, columns));
  auto page = TRY(page_of(std::move(rows), page_request(request.next_token, request.max_results),
                          [](const Vpc& row) { return *row.vpc_id; }));
  Change<gen::ec2::DescribeVpcsResult> change;
  change.response.vpcs = std::move(page.rows);
  change.response.next_token = std::move(page.next_token);
  change.commands = with_network(std::move(network));
  return change;
}

}  // namespace berth::api::ec2
