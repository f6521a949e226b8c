#pragma once
// What the host is told on port 51678 about its container instance and its tasks (agent-protocol
// §5). introspect() is pure: the records in, the answer out.

#include <string>
#include <vector>

#include "agent/inside/house.hpp"
#include "agent/steps/container_body.hpp"
#include "ports/transport.hpp"

namespace berth::agent::inside {

struct InstanceView {
  std::string cluster;
  /// Empty before the registration.
  std::string container_instance_arn;
  std::vector<steps::TaskView> tasks;
};

HttpResponse introspect(const InstanceView& instance, const HttpRequest& request);

/// The same for one agent as it is now.
class Introspection final : public ports::HttpService {
 public:
  explicit Introspection(const Household& home) : home_(home) {}

  boost::asio::awaitable<HttpResponse> answer(HttpRequest request) override;
  boost::asio::awaitable<std::optional<HttpResponse>> admit(const HttpRequest& handshake) override;
  boost::asio::awaitable<void> serve(HttpRequest handshake,
                                     std::unique_ptr<ports::WebSocket> socket) override;

 private:
  const Household& home_;
};

}  // namespace berth::agent::inside
