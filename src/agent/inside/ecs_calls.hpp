#pragma once
// What answering a task takes from ECS: tags, which change without the agent, and the task's
// protection, read or changed with the rights of the task's own role.

#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/inside/agent_api.hpp"
#include "agent/inside/metadata.hpp"
#include "client/api_client.hpp"

namespace berth::agent::inside {

boost::asio::awaitable<TagAnswer> look_up_tags(client::ApiClient& api, std::string field,
                                               std::string resource_arn);

struct ProtectionCall {
  std::string task_arn, cluster;
  ProtectionRequest request;
};
boost::asio::awaitable<HttpResponse> call_protection(client::ApiClient& api, ProtectionCall call);

}  // namespace berth::agent::inside
