#pragma once
// Where a resource lives: account and region, which are part of every key of state. Names, ids and
// default networks of one realm never meet those of another.

#include <compare>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

namespace berth::model {

struct Realm {
  std::string account;  // Twelve digits.
  std::string region;

  auto operator<=>(const Realm&) const = default;

  /// "arn:aws:ecs:us-east-1:000000000000:cluster/web" for ("ecs", "cluster/web").
  std::string arn(std::string_view service, std::string_view resource) const;
};
BOOST_DESCRIBE_STRUCT(Realm, (), (account, region))

/// The realm that an ARN names; empty members where the text is not an ARN.
Realm realm_of(std::string_view arn);

}  // namespace berth::model
