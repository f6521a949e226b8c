#pragma once
// Where requests come in: finds the operation, checks the signature, decodes and validates,
// decides on the owner's executor, holds the answer back until its commands are durable, encodes.
// The one place that knows protocols and operations at once; each of them knows only itself.
//
// Beside the AWS APIs it answers GET /_berth/health, and POST /_berth/reset where that is allowed.

#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "api/access_keys.hpp"
#include "api/agents/agent_hub.hpp"
#include "api/emptying.hpp"
#include "api/operation.hpp"
#include "base/log.hpp"
#include "base/service_model.hpp"
#include "ledger/ledger.hpp"
#include "ports/clock.hpp"
#include "ports/transport.hpp"

namespace berth::api {

enum class Authentication : std::uint8_t {
  sigv4,
  none,  // Every request is the root's; only behind a loopback address.
};

enum class Reset : std::uint8_t { refused, allowed };

struct FrontOptions {
  AccessKeys keys;
  /// Who a request is when signatures are not checked.
  Caller root;
  /// Region of requests whose signature names none.
  std::string region = "us-east-1";
  Authentication authentication = Authentication::sigv4;
  Reset reset = Reset::refused;
};

class Front final : public ports::HttpService {
 public:
  Front(FrontOptions options, ledger::Ledger& ledger, agents::AgentHub& agents,
        ports::Balancer& balancer, ports::Clock& clock, ports::Entropy& entropy,
        boost::asio::any_io_executor owner, Log log);

  boost::asio::awaitable<HttpResponse> answer(HttpRequest request) override;
  boost::asio::awaitable<std::optional<HttpResponse>> admit(const HttpRequest& handshake) override;
  boost::asio::awaitable<void> serve(HttpRequest handshake,
                                     std::unique_ptr<ports::WebSocket> socket) override;

 private:
  struct Call;

  Result<Caller> authenticate(const HttpRequest& request, Instant now) const;
  Result<void> prepare(const HttpRequest& request, Call& call) const;
  boost::asio::awaitable<Result<ErasedChange>> decide(const Call& call);
  boost::asio::awaitable<HttpResponse> reset(HttpRequest request);
  boost::asio::awaitable<std::optional<HttpResponse>> admit_agent(agents::Handshake handshake);
  boost::asio::awaitable<void> empty_everything();
  boost::asio::awaitable<void> durable();

  FrontOptions options_;
  ledger::Ledger& ledger_;
  agents::AgentHub& agents_;
  Emptying emptying_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  boost::asio::any_io_executor owner_;
  Log log_;
};

}  // namespace berth::api
