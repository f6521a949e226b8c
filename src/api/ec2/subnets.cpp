// DescribeSubnets.
#include <fmt/format.h>

#include "api/ec2/describe.hpp"
#include "api/ec2/filters.hpp"
#include "api/network.hpp"
#include "gen/ec2/operations.hpp"
#include "rules/address_allocation.hpp"

namespace berth::api::ec2 {

namespace {

using gen::ec2::Subnet;

constexpr auto zone = [](const Subnet& row) -> Values {
  return {row.availability_zone.value_or("")};
};
constexpr auto zone_id = [](const Subnet& row) -> Values {
  return {row.availability_zone_id.value_or("")};
};
constexpr auto cidr_block = [](const Subnet& row) -> Values {
  return {row.cidr_block.value_or("")};
};
constexpr auto default_for_az = [](const Subnet& row) {
  return flag_values(row.default_for_az.value_or(false));
};

// Also the older spellings, which clients still send.
constexpr FilterColumn<Subnet> columns[] = {
    {"subnet-id", [](const Subnet& row) -> Values { return {row.subnet_id.value_or("")}; }},
    {"vpc-id", [](const Subnet& row) -> Values { return {row.vpc_id.value_or("")}; }},
    {"availability-zone", zone},
    {"availabilityZone", zone},
    {"availability-zone-id", zone_id},
    {"availabilityZoneId", zone_id},
    {"cidr-block", cidr_block},
    {"cidr", cidr_block},
    {"cidrBlock", cidr_block},
    {"default-for-az", default_for_az},
    {"defaultForAz", default_for_az},
    {"available-ip-address-count",
     [](const Subnet& row) -> Values {
       return {std::to_string(row.available_ip_address_count.value_or(0))};
     }},
    {"map-public-ip-on-launch",
     [](const Subnet& row) { return flag_values(row.map_public_ip_on_launch.value_or(false)); }},
    {"owner-id", [](const Subnet& row) -> Values { return {row.owner_id.value_or("")}; }},
    {"subnet-arn", [](const Subnet& row) -> Values { return {row.subnet_arn.value_or("")}; }},
    {"state", [](const Subnet&) -> Values { return {"available"}; }},
};

Subnet show(const View& view, const model::Subnet& subnet) {
  const auto free = rules::free_address_count(subnet, view.addresses_in(subnet.vpc_id));
  return {
      .availability_zone_id = subnet.availability_zone_id,
      .map_customer_owned_ip_on_launch = false,
      .owner_id = subnet.realm.account,
      .assign_ipv6_address_on_creation = false,
      .ipv6_cidr_block_association_set = std::vector<gen::ec2::SubnetIpv6CidrBlockAssociation>{},
      .tags = show_tags(subnet.tags),
      .subnet_arn = subnet.realm.arn("ec2", "subnet/" + subnet.id.text()),
      .enable_dns64 = false,
      .ipv6_native = false,
      .subnet_id = subnet.id.text(),
      .state = gen::ec2::SubnetState::available,
      .vpc_id = subnet.vpc_id.text(),
      .cidr_block = subnet.cidr_block,
      .available_ip_address_count = static_cast<std::int32_t>(free),
      .availability_zone = subnet.availability_zone,
      .default_for_az = subnet.default_for_az,
      .map_public_ip_on_launch = subnet.default_for_az};
}

/// In order of ids, which is the order of pages.
std::vector<Subnet> subnets_of(const View& view, const DefaultNetwork& network) {
  std::vector<Subnet> rows;
  if (network.command) {
    for (const auto& subnet : network.subnets) rows.push_back(show(view, subnet));
  }
  for (const auto& [id, subnet] : view.subnets()) {
    if (subnet.realm == network.vpc.realm) rows.push_back(show(view, subnet));
  }
  std::ranges::sort(rows, {}, &Subnet::subnet_id);
  return rows;
}

}  // namespace

Result<Change<gen::ec2::DescribeSubnetsResult>> describe_subnets(
    const View& view, const gen::ec2::DescribeSubnetsRequest& request, const Stamp& stamp) {
  TRY_VOID(refuse_dry_run(request.dry_run));
  auto network = TRY(default_network(view, stamp.realm));
  auto rows = TRY(with_ids(subnets_of(view, network), request.subnet_ids, &Subnet::subnet_id,
                           [](const std::string& id) {
                             return fail(ErrorCode::invalid_subnet_id_not_found,
                                         fmt::format("The subnet ID '{}' does not exist", id));
                           }));
  rows = TRY(filtered<Subnet>(std::move(rows), request.filters, columns));
  auto page = TRY(page_of(std::move(rows), page_request(request.next_token, request.max_results),
                          [](const Subnet& row) { return *row.subnet_id; }));
  Change<gen::ec2::DescribeSubnetsResult> change;
  change.response.subnets = std::move(page.rows);
  change.response.next_token = std::move(page.next_token);
  change.commands = with_network(std::move(network));
  return change;
}

}  // namespace berth::api::ec2
