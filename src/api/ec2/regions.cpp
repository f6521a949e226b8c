// DescribeRegions, DescribeAvailabilityZones, DescribeAccountAttributes.
#include <fmt/format.h>

#include "api/ec2/describe.hpp"
#include "api/ec2/filters.hpp"
#include "api/network.hpp"
#include "base/arn.hpp"
#include "gen/ec2/operations.hpp"
#include "rules/default_network.hpp"

namespace berth::api::ec2 {

namespace {

using gen::ec2::AvailabilityZone;
using gen::ec2::Region;

// Those that need no opting in. Berth serves every region that a client names; these are listed.
constexpr std::string_view region_names[] = {
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",     "ap-southeast-1",
    "ap-southeast-2", "ca-central-1",   "cn-north-1",     "cn-northwest-1", "eu-central-1",
    "eu-north-1",     "eu-west-1",      "eu-west-2",      "eu-west-3",      "sa-east-1",
    "us-east-1",      "us-east-2",      "us-gov-east-1",  "us-gov-west-1",  "us-west-1",
    "us-west-2"};

constexpr FilterColumn<Region> region_columns[] = {
    {"region-name", [](const Region& row) -> Values { return {row.region_name.value_or("")}; }},
    {"endpoint", [](const Region& row) -> Values { return {row.endpoint.value_or("")}; }},
    {"opt-in-status", [](const Region& row) -> Values { return {row.opt_in_status.value_or("")}; }},
};

constexpr FilterColumn<AvailabilityZone> zone_columns[] = {
    {"zone-name",
     [](const AvailabilityZone& row) -> Values { return {row.zone_name.value_or("")}; }},
    {"zone-id", [](const AvailabilityZone& row) -> Values { return {row.zone_id.value_or("")}; }},
    {"region-name",
     [](const AvailabilityZone& row) -> Values { return {row.region_name.value_or("")}; }},
    {"group-name",
     [](const AvailabilityZone& row) -> Values { return {row.group_name.value_or("")}; }},
    {"zone-type", [](const AvailabilityZone&) -> Values { return {"availability-zone"}; }},
    {"state", [](const AvailabilityZone&) -> Values { return {"available"}; }},
    {"opt-in-status", [](const AvailabilityZone&) -> Values { return {"opt-in-not-required"}; }},
};

/// The host and port by which the caller reached us, where every region is served.
std::string own_endpoint(const Stamp& stamp) {
  const auto scheme = stamp.endpoint.find("://");
  return scheme == std::string::npos ? stamp.endpoint : stamp.endpoint.substr(scheme + 3);
}

/// The regions of the caller's partition, its own among them.
std::vector<Region> regions_of(const Stamp& stamp) {
  std::vector<std::string> names(std::begin(region_names), std::end(region_names));
  if (std::ranges::find(names, stamp.realm.region) == names.end()) {
    names.push_back(stamp.realm.region);
  }
  std::ranges::sort(names);
  std::vector<Region> rows;
  for (auto& name : names) {
    if (partition_of(name) != partition_of(stamp.realm.region)) continue;
    rows.push_back({.opt_in_status = "opt-in-not-required",
                    .region_name = std::move(name),
                    .endpoint = own_endpoint(stamp)});
  }
  return rows;
}

std::vector<AvailabilityZone> zones_of(const Stamp& stamp) {
  std::vector<AvailabilityZone> rows;
  const auto& region = stamp.realm.region;
  for (const auto& zone : rules::zones_of(region)) {
    rows.push_back({.opt_in_status = gen::ec2::AvailabilityZoneOptInStatus::opt_in_not_required,
                    .messages = std::vector<gen::ec2::AvailabilityZoneMessage>{},
                    .region_name = region,
                    .zone_name = zone.name,
                    .zone_id = zone.id,
                    .group_name = region,
                    .network_border_group = region,
                    .zone_type = "availability-zone",
                    .state = gen::ec2::AvailabilityZoneState::available});
  }
  return rows;
}

/// A refusal of a name that no row has: "<what>: [<name>]".
auto unknown(std::string_view what) {
  return [what](const std::string& name) {
    return fail(ErrorCode::invalid_parameter_value, fmt::format("{}: [{}]", what, name));
  };
}

gen::ec2::AccountAttribute attribute(std::string name, std::string value) {
  gen::ec2::AccountAttribute shown{.attribute_name = std::move(name)};
  shown.attribute_values.emplace().push_back({.attribute_value = std::move(value)});
  return shown;
}

}  // namespace

Result<Change<gen::ec2::DescribeRegionsResult>> describe_regions(
    const View&, const gen::ec2::DescribeRegionsRequest& request, const Stamp& stamp) {
  TRY_VOID(refuse_dry_run(request.dry_run));
  auto rows = TRY(with_ids(regions_of(stamp), request.region_names, &Region::region_name,
                           unknown("Invalid region provided")));
  Change<gen::ec2::DescribeRegionsResult> change;
  change.response.regions = TRY(filtered<Region>(std::move(rows), request.filters, region_columns));
  return change;
}

Result<Change<gen::ec2::DescribeAvailabilityZonesResult>> describe_availability_zones(
    const View&, const gen::ec2::DescribeAvailabilityZonesRequest& request, const Stamp& stamp) {
  TRY_VOID(refuse_dry_run(request.dry_run));
  auto rows = TRY(with_ids(zones_of(stamp), request.zone_names, &AvailabilityZone::zone_name,
                           unknown("Invalid availability zone")));
  rows = TRY(with_ids(std::move(rows), request.zone_ids, &AvailabilityZone::zone_id,
                      unknown("Invalid availability zone-id")));
  Change<gen::ec2::DescribeAvailabilityZonesResult> change;
  change.response.availability_zones =
      TRY(filtered<AvailabilityZone>(std::move(rows), request.filters, zone_columns));
  return change;
}

Result<Change<gen::ec2::DescribeAccountAttributesResult>> describe_account_attributes(
    const View& view, const gen::ec2::DescribeAccountAttributesRequest& request,
    const Stamp& stamp) {
  TRY_VOID(refuse_dry_run(request.dry_run));
  auto network = TRY(default_network(view, stamp.realm));
  std::vector<gen::ec2::AccountAttribute> rows{
      attribute("supported-platforms", "VPC"),
      attribute("vpc-max-security-groups-per-interface", "5"),
      attribute("max-elastic-ips", "5"),
      attribute("max-instances", "20"),
      attribute("vpc-max-elastic-ips", "5"),
      attribute("default-vpc", network.vpc.id.text())};
  if (request.attribute_names && !request.attribute_names->empty()) {
    std::erase_if(rows, [&](const gen::ec2::AccountAttribute& row) {
      return std::ranges::none_of(*request.attribute_names,
                                  [&](auto name) { return text(name) == *row.attribute_name; });
    });
  }
  Change<gen::ec2::DescribeAccountAttributesResult> change;
  change.response.account_attributes = std::move(rows);
  change.commands = with_network(std::move(network));
  return change;
}

}  // namespace berth::api::ec2
