#include "rules/default_network.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::rules {

namespace {

/// "north" is n, "southeast" is se; other words stand for themselves by their first letter.
std::string direction(std::string_view word) {
  static constexpr std::string_view points[] = {"north", "south"};
  for (const auto point : points) {
    if (word.starts_with(point) && word.size() > point.size()) {
      return {point.front(), word[point.size()]};
    }
  }
  return std::string(word.substr(0, 1));
}

/// "use1" for us-east-1, "apse2" for ap-southeast-2, "usgw1" for us-gov-west-1.
std::string region_code(std::string_view region) {
  const auto parts = split(region, '-');
  std::string code(parts.front());
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) code += direction(parts[i]);
  if (parts.size() > 1) code += parts.back();
  return code;
}

/// Seventeen hexadecimal digits after the prefix, as EC2's own ids have them.
std::string derived_id(std::string_view prefix, const model::Realm& realm, std::string_view what) {
  auto mixed = stable_hash(fmt::format("{}/{}/{}", realm.account, realm.region, what));
  // FNV leaves the upper bits of short texts alike; this spreads them.
  mixed = (mixed ^ mixed >> 31) * 0x9e3779b97f4a7c15ULL;
  mixed ^= mixed >> 29;
  return fmt::format("{}0{:016x}", prefix, mixed);
}

std::optional<std::string> free_range(const std::set<std::string>& taken) {
  std::string range = "172.31.0.0/16";
  if (!taken.contains(range)) return range;
  for (int i = 0; i < 256; ++i) {
    range = fmt::format("10.{}.0.0/16", (31 + i) % 256);
    if (!taken.contains(range)) return range;
  }
  return std::nullopt;
}

constexpr std::uint32_t subnet_size = 1U << 12;  // A /20.

model::Subnet subnet_in(const model::Vpc& vpc, const Zone& zone, std::uint32_t number) {
  const auto range = *model::Cidr::parse(vpc.cidr_block);
  const model::Cidr part{range.address + number * subnet_size, 20};
  return {.id = model::SubnetId(derived_id("subnet-", vpc.realm, zone.name)),
          .vpc_id = vpc.id,
          .realm = vpc.realm,
          .cidr_block = part.text(),
          .availability_zone = zone.name,
          .availability_zone_id = zone.id,
          .default_for_az = true,
          .tags = {}};
}

}  // namespace

std::optional<NetworkPlan> plan_default_network(const model::Realm& realm,
                                                const std::set<std::string>& taken) {
  const auto range = free_range(taken);
  if (!range) return std::nullopt;
  NetworkPlan plan;
  plan.vpc = {.id = model::VpcId(derived_id("vpc-", realm, "vpc")),
              .realm = realm,
              .cidr_block = *range,
              .is_default = true,
              .tags = {}};
  for (const auto& zone : zones_of(realm.region)) {
    const auto number = static_cast<std::uint32_t>(plan.subnets.size());
    plan.subnets.push_back(subnet_in(plan.vpc, zone, number));
  }
  plan.security_group = {.id = model::SecurityGroupId(derived_id("sg-", realm, "default")),
                         .vpc_id = plan.vpc.id,
                         .realm = realm,
                         .name = "default",
                         .description = "default VPC security group",
                         .tags = {}};
  return plan;
}

std::vector<Zone> zones_of(std::string_view region) {
  std::vector<Zone> zones;
  for (const char letter : {'a', 'b', 'c'}) {
    zones.push_back({fmt::format("{}{}", region, letter),
                     fmt::format("{}-az{}", region_code(region), letter - 'a' + 1)});
  }
  return zones;
}

}  // namespace berth::rules
