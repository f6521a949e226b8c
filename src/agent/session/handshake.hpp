#pragma once
// Where the two sockets are and how their handshakes look (agent-protocol §2.4, §3.1, §4.1). The
// names of the query differ between ACS and TCS, and so does the form of the Docker version.

#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "agent/session/identity.hpp"
#include "base/http.hpp"
#include "client/api_client.hpp"

namespace berth::agent::session {

struct Endpoints {
  std::string orders;     // ACS, "http://127.0.0.1:6420/acs/".
  std::string telemetry;  // TCS.
};

/// DiscoverPollEndpoint, remembered for twelve hours; an old answer serves when the call fails.
class PollEndpoints {
 public:
  PollEndpoints(client::ApiClient& api, Identity& identity, const AgentOptions& options,
                ports::Clock& clock)
      : api_(api), identity_(identity), options_(options), clock_(clock) {}

  boost::asio::awaitable<Result<Endpoints>> find();

 private:
  client::ApiClient& api_;
  Identity& identity_;
  const AgentOptions& options_;
  ports::Clock& clock_;
  std::optional<Endpoints> known_;
  /// The instance that the answer was for, and until when it is fresh.
  std::string known_for_;
  Instant fresh_until_{};
};

/// Whether the server shall send the credentials of all tasks again.
enum class Credentials : std::uint8_t { send, keep };

struct Handshake {
  /// What Transport::connect wants: "http://127.0.0.1:6420".
  std::string endpoint;
  HttpRequest request;
};

Handshake orders_handshake(const std::string& url, const AgentOptions& options,
                           const Identity& identity, const std::string& docker_version,
                           Credentials credentials, Instant now);
Handshake telemetry_handshake(const std::string& url, const AgentOptions& options,
                              const Identity& identity, const std::string& docker_version,
                              Instant now);

}  // namespace berth::agent::session
