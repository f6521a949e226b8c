#include "api/ecs/instances/instance_identity.hpp"

#include "gen/agent_protocol/types.hpp"
#include "wire/json/json.hpp"

namespace berth::api::ecs {

InstanceIdentity read_identity(std::string_view document) {
  if (document.empty()) return {};
  const auto read = wire::json::decode<gen::agent_protocol::InstanceIdentityDocument>(
      document, wire::json::tolerant);
  if (!read) return {};
  return {read->instance_id.value_or(""), read->private_ip.value_or("")};
}

}  // namespace berth::api::ecs
