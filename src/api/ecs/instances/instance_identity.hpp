#pragma once
// The instance identity document that an agent sends when it registers. Amazon's agent sends EC2's
// document, or nothing outside EC2; ours sends the two members that are read here.

#include <string>
#include <string_view>

namespace berth::api::ecs {

struct InstanceIdentity {
  std::string instance_id;      // "i-0123456789abcdef0"
  std::string private_address;  // Where its published ports are reached.
};

/// Members that are missing or malformed stay empty.
InstanceIdentity read_identity(std::string_view document);

}  // namespace berth::api::ecs
