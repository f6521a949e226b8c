#pragma once
// What a clientToken was first used for, so that a repeated request gets the first one's answer
// and one with other parameters is refused.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/time.hpp"
#include "model/realm.hpp"

namespace berth::model {

struct ClientTokenKey {
  Realm realm;
  std::string operation;
  std::string token;

  auto operator<=>(const ClientTokenKey&) const = default;
};
BOOST_DESCRIBE_STRUCT(ClientTokenKey, (), (realm, operation, token))

struct ClientToken {
  ClientTokenKey key;
  /// Hash of the request's parameters.
  std::int64_t fingerprint = 0;
  /// ARNs of what the first request made.
  std::vector<std::string> resource_ids;
  Instant used_at{};
};
BOOST_DESCRIBE_STRUCT(ClientToken, (), (key, fingerprint, resource_ids, used_at))

}  // namespace berth::model
