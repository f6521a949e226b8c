#include "agent/session/handshake.hpp"

#include <utility>
#include <vector>

#include "base/text.hpp"
#include "gen/ecs/service.hpp"
#include "gen/ecs/types.hpp"
#include "gen/version.hpp"

namespace berth::agent::session {

namespace asio = boost::asio;

namespace {

constexpr Duration fresh_time = std::chrono::hours{12};

struct Url {
  std::string endpoint, path;
};

/// "http://host:1/acs" gives "http://host:1" and "/acs/".
Url split_url(const std::string& url) {
  const auto scheme = url.find("://");
  const auto slash = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  Url parts{url.substr(0, slash), slash == std::string::npos ? "/" : url.substr(slash)};
  if (parts.path.back() != '/') parts.path += '/';
  return parts;
}

Handshake handshake(const std::string& url, const std::vector<QueryPair>& query,
                    const AgentOptions& options, Instant now) {
  auto [endpoint, path] = split_url(url);
  std::vector<std::string> pairs;
  for (const auto& [name, value] : query) pairs.push_back(name + "=" + percent_encode(value));
  Handshake made;
  made.request.method = "GET";
  made.request.target = path + "ws?" + join(pairs, "&");
  made.request.headers.set("Host", client::host_of(endpoint));
  wire::sign(made.request, options.credentials, options.region, gen::ecs::service().signing_name,
             now);
  made.endpoint = std::move(endpoint);
  return made;
}

}  // namespace

asio::awaitable<Result<Endpoints>> PollEndpoints::find() {
  const auto& instance = identity_.record().container_instance_arn;
  const bool same = known_ && known_for_ == instance;
  if (same && clock_.now() < fresh_until_) co_return *known_;
  gen::ecs::DiscoverPollEndpointRequest request;
  request.cluster = options_.cluster;
  request.container_instance = instance;
  const auto answer = co_await api_.call<gen::ecs::DiscoverPollEndpointResponse>(
      gen::ecs::service(), "DiscoverPollEndpoint", std::move(request));
  if (!answer && same) co_return *known_;
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->endpoint || !answer->telemetry_endpoint) {
    co_return fail(ErrorCode::server_failure, "the answer names no endpoint");
  }
  known_ = Endpoints{*answer->endpoint, *answer->telemetry_endpoint};
  known_for_ = identity_.record().container_instance_arn;
  fresh_until_ = clock_.now() + fresh_time;
  co_return *known_;
}

Handshake orders_handshake(const std::string& url, const AgentOptions& options,
                           const Identity& identity, const std::string& docker_version,
                           Credentials credentials, Instant now) {
  const std::vector<QueryPair> query{
      {"agentHash", agent_hash},
      {"agentVersion", std::string(gen::version)},
      {"clusterArn", options.cluster},
      {"containerInstanceArn", identity.record().container_instance_arn},
      {"dockerVersion", "DockerVersion: " + docker_version},
      {"protocolVersion", "2"},
      {"sendCredentials", credentials == Credentials::send ? "true" : "false"},
      {"seqNum", "1"}};
  return handshake(url, query, options, now);
}

Handshake telemetry_handshake(const std::string& url, const AgentOptions& options,
                              const Identity& identity, const std::string& docker_version,
                              Instant now) {
  const std::vector<QueryPair> query{
      {"agentHash", agent_hash},
      {"agentVersion", std::string(gen::version)},
      {"cluster", options.cluster},
      {"containerInstance", identity.record().container_instance_arn},
      {"dockerVersion", docker_version}};
  return handshake(url, query, options, now);
}

}  // namespace berth::agent::session
