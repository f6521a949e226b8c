#pragma once
// Who may call: access keys and the account and principal behind each. For now the root key alone,
// made at the first start; IAM users will be further rows.

#include <map>
#include <string>

#include "wire/sigv4.hpp"

namespace berth::api {

struct Caller {
  wire::Credentials credentials;
  std::string account;
  std::string principal_arn;
};

class AccessKeys {
 public:
  void add(Caller caller) {
    auto id = caller.credentials.access_key_id;
    callers_.insert_or_assign(std::move(id), std::move(caller));
  }

  /// Null for an unknown key.
  const Caller* find(const std::string& access_key_id) const {
    const auto found = callers_.find(access_key_id);
    return found == callers_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, Caller> callers_;
};

}  // namespace berth::api
