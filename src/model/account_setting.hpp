#pragma once
// A setting of an account in a region: for one principal, or the default for all who have none
// (behaviour §1.18).

#include <compare>
#include <string>

#include <boost/describe/class.hpp>

#include "model/realm.hpp"

namespace berth::model {

struct AccountSettingKey {
  Realm realm;
  /// "containerInsights"
  std::string name;
  /// Empty for the account's default.
  std::string principal_arn;

  auto operator<=>(const AccountSettingKey&) const = default;
};
BOOST_DESCRIBE_STRUCT(AccountSettingKey, (), (realm, name, principal_arn))

struct AccountSetting {
  AccountSettingKey key;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(AccountSetting, (), (key, value))

}  // namespace berth::model
