#pragma once
// The part of EC2's networking that tasks and load balancers live in: a VPC is one bridge network
// on each host, a subnet is a range of its addresses in one zone.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include "model/ids.hpp"
#include "model/realm.hpp"
#include "model/tags.hpp"

namespace berth::model {

/// An IPv4 range, "172.31.16.0/20".
struct Cidr {
  std::uint32_t address = 0;  // Host byte order, host bits zero.
  std::uint8_t prefix = 0;

  static std::optional<Cidr> parse(std::string_view text);
  std::string text() const;
  std::uint32_t last() const;
  bool contains(std::uint32_t other) const { return other >= address && other <= last(); }
};

std::string ipv4_text(std::uint32_t address);
std::optional<std::uint32_t> parse_ipv4(std::string_view text);

struct Vpc {
  VpcId id;
  Realm realm;
  std::string cidr_block;
  bool is_default = false;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Vpc, (), (id, realm, cidr_block, is_default, tags))

struct Subnet {
  SubnetId id;
  VpcId vpc_id;
  Realm realm;
  std::string cidr_block;
  std::string availability_zone;     // "us-east-1a"
  std::string availability_zone_id;  // "use1-az1"
  bool default_for_az = false;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(Subnet, (),
                      (id, vpc_id, realm, cidr_block, availability_zone, availability_zone_id,
                       default_for_az, tags))

struct SecurityGroup {
  SecurityGroupId id;
  VpcId vpc_id;
  Realm realm;
  std::string name;
  std::string description;
  Tags tags;
};
BOOST_DESCRIBE_STRUCT(SecurityGroup, (), (id, vpc_id, realm, name, description, tags))

/// The first address of a VPC after its base is its router: the bridge itself.
std::string gateway_address(const Vpc& vpc);
/// The Docker network and the bridge interface that carry a VPC on a host.
std::string network_name(const VpcId& vpc);
std::string bridge_name(const VpcId& vpc);

}  // namespace berth::model
